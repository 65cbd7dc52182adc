// The timeline as a plot: rows of sessions, documents …; zoom, tips, every entry by keyboard and by pointer.
// Without it the drawing that the server made stays in its place (and is what is printed).
"use strict";

(() => {
  // The latest years are at the end of the strip, the chosen one may be anywhere: neither is to be looked for.
  const strip = document.querySelector(".strip");
  if (strip) {
    const chosen = strip.querySelector("[aria-current]");
    strip.scrollLeft = chosen ? chosen.offsetLeft - strip.clientWidth / 2 : strip.scrollWidth;
  }

  const figure = document.querySelector("[data-timeline]");
  if (!figure) return;
  const say = figure.dataset;
  const DAY = 86400000;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const NEAR = 6; // points of one row that would cover each other are laid out over so many places

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const COLOURS = { chairmanship: "--chairmanship", session: "--meeting", council: "--membership", document: "--document", exercise: "--activity" };
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = make("script", { src: address, onload: resolve, onerror: reject });
      document.head.append(script);
    });

  // Places: rows from the top, and within a row a place that neighbours in time do not have.
  const laidOut = (points, rows) => {
    const last = new Map();
    for (const point of points) {
      const taken = last.get(point.lane) || [];
      let place = taken.findIndex((end) => end < point.start);
      if (place < 0) place = taken.length < NEAR ? taken.length : point.index % NEAR;
      taken[place] = point.end;
      last.set(point.lane, taken);
      point.row = rows.indexOf(point.lane);
      point.place = place;
    }
    for (const point of points) {
      const used = Math.min(last.get(point.lane).length, NEAR);
      point.y = point.row + 0.06 + ((point.place + 0.5) / used - 0.5) * Math.min(0.72, used * 0.24);
    }
  };

  const start = (held) => {
    const rows = Object.keys(held.lanes).filter((lane) => held.points.some((point) => point.lane === lane));
    const points = held.points
      .map((point) => ({ ...point, start: Date.parse(point.from), end: Date.parse(point.to) + DAY }))
      .sort((a, b) => a.start - b.start || a.title.localeCompare(b.title));
    points.forEach((point, index) => { point.index = index; });
    if (!points.length) return;
    laidOut(points, rows);

    const status = make("p", { className: "plot-status", textContent: say.hint });
    status.setAttribute("aria-live", "polite");
    const box = make("div", { className: "plot", tabIndex: 0 });
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", say.label);
    const button = (text, name, act) => {
      const made = make("button", { type: "button", className: "button", textContent: text, onclick: act });
      made.setAttribute("aria-label", name);
      return made;
    };
    const tools = make("div", { className: "plot-tools" },
      button("−", say.zoomOut, () => zoom(1.6)), button("+", say.zoomIn, () => zoom(0.625)),
      button(say.zoomAll, say.zoomAll, () => show(0, 100)), status);
    figure.prepend(box, tools);
    figure.classList.add("with-plot");

    const year = held.year && Date.UTC(held.year, 0, 1);
    const first = year || Math.min(...points.map((point) => point.start));
    const until = year ? Date.UTC(held.year + 1, 0, 1) : Math.max(...points.map((point) => point.end));
    const low = first - (until - first) * 0.01;
    const high = until + (until - first) * 0.01;
    let chart = null;
    let window_ = [0, 100];
    let current = -1;

    const tip = (point) => {
      const found = make("div", { className: "plot-tip" }, make("strong", { textContent: point.title }));
      found.append(make("span", { textContent: point.facts }), make("span", { textContent: point.sources }));
      return found;
    };
    const colour = (point) => css(COLOURS[point.lane]);
    // What is known by its year alone has no day to stand at: a ring in the middle of the year.
    const long = (point) => point.end - point.start;
    const vague = (point) => point.lane !== "chairmanship" && long(point) > 100 * DAY;
    const bars = points.filter((point) => long(point) > 40 * DAY && !vague(point));
    const dots = points.filter((point) => !bars.includes(point));

    // Which entries have room for their names: greedily, those that most reports speak of first.
    const LETTER = 7, WIDEST = 170, LINE = 15;
    const narrow = () => box.clientWidth < 640;
    const frame = () => ({ left: narrow() ? 10 : 170, right: 16, top: 12, bottom: 78 });
    const roomy = () => {
      const { left, right, top, bottom } = frame();
      const width = box.clientWidth - left - right;
      const height = (box.clientHeight - top - bottom) / rows.length;
      const begin = low + ((high - low) * window_[0]) / 100;
      const scale = width / (((high - low) * (window_[1] - window_[0])) / 100);
      const x = (time) => left + (time - begin) * scale;
      const taken = points.map((point) => {
        const y = top + (point.y + 0.5) * height;
        const [a, b] = bars.includes(point) ? [x(point.start), x(point.end)] : [x((point.start + point.end) / 2), x((point.start + point.end) / 2)];
        return { point, low: a - 6, high: b + 6, y };
      });
      const named = new Map();
      for (const own of [...taken].sort((a, b) => b.point.weight - a.point.weight)) {
        const wide = Math.min(own.point.label.length * LETTER, WIDEST);
        const inside = own.high - own.low > wide + 24 && own.low > left;
        const from = inside ? own.low + 12 : own.high + 3;
        if (inside) {
          named.set(own.point, true);
          continue;
        }
        if (own.high < left || from + wide > box.clientWidth - right) continue;
        if (taken.some((other) => other !== own && Math.abs(other.y - own.y) < LINE && other.low < from + wide && other.high > own.low)) continue;
        named.set(own.point, false);
        own.high = from + wide;
      }
      return named;
    };
    let named = new Map();
    const labelled = (point) => ({
      show: named.has(point), color: css("--ink"), fontSize: 12, position: "right", distance: 5, overflow: "truncate", width: WIDEST,
      textBorderColor: css("--card"), textBorderWidth: 3,
      formatter: () => point.label,
    });

    const filled = (point) =>
      vague(point)
        ? { color: css("--card"), borderColor: colour(point), borderWidth: 2 }
        : { color: colour(point), borderColor: css("--card"), borderWidth: 1.5 };
    const series = () => [
      ...rows.map((lane) => ({
        type: "scatter", name: held.lanes[lane], symbolSize: 11, cursor: "pointer",
        emphasis: { scale: 1.5, itemStyle: { borderColor: css("--ink"), borderWidth: 2 } },
        data: dots.filter((point) => point.lane === lane).map((point) => ({
          value: [(point.start + point.end) / 2, point.y], point, label: labelled(point), itemStyle: filled(point),
        })),
      })),
      ...bars.map((point) => ({
        type: "line", name: point.title, triggerLineEvent: true, symbol: "circle", symbolSize: 9, cursor: "pointer",
        itemStyle: { color: colour(point) },
        lineStyle: { color: colour(point), width: 9, cap: "round", opacity: 0.4 },
        emphasis: { lineStyle: { width: 11, opacity: 0.9 } },
        data: [
          { value: [point.start, point.y], point, label: { ...labelled(point), show: named.get(point) === true } },
          { value: [point.end, point.y], point, label: { ...labelled(point), show: named.get(point) === false } },
        ],
      })),
    ];

    const options = () => ({
      animation: !calm, animationDuration: 250, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: frame(),
      tooltip: {
        trigger: "item", confine: true, backgroundColor: css("--card"), borderColor: css("--edge"), padding: 12, transitionDuration: 0,
        formatter: (found) => tip(found.data && found.data.point ? found.data.point : bars[found.seriesIndex - rows.length]),
      },
      xAxis: {
        type: "time", min: low, max: high, splitLine: { show: true, lineStyle: { color: css("--faint") } },
        axisLine: { onZero: false, lineStyle: { color: css("--edge") } },
        axisLabel: { color: css("--soft"), hideOverlap: true, formatter: { year: "{yyyy}", month: "{MM}.{yyyy}", day: "{dd}.{MM}", hour: "", minute: "", second: "", millisecond: "" } },
      },
      yAxis: {
        type: "value", inverse: true, min: -0.5, max: rows.length - 0.5, interval: 1,
        axisLabel: { show: false }, axisTick: { show: false }, axisLine: { show: false },
        splitLine: { show: true, lineStyle: { color: css("--faint") } },
      },
      dataZoom: [
        { type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false, start: window_[0], end: window_[1] },
        { type: "slider", xAxisIndex: 0, filterMode: "none", start: window_[0], end: window_[1], height: 30, bottom: 12, left: 40, right: 40,
          borderColor: css("--edge"), fillerColor: "rgba(90,130,190,.2)", backgroundColor: css("--sunk"), showDetail: false, brushSelect: false,
          handleStyle: { color: css("--card"), borderColor: css("--accent") }, moveHandleStyle: { color: css("--edge") },
          dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } }, selectedDataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } } },
      ],
      graphic: rows.map((lane, row) => ({
        id: `row-${lane}`, type: "text", left: narrow() ? 14 : 12, silent: true, z: 5,
        top: frame().top + (row + (narrow() ? 0.04 : 0.4)) * ((box.clientHeight - 90) / rows.length),
        style: { text: held.lanes[lane], fill: css(COLOURS[lane]), font: `600 12px ${getComputedStyle(document.body).fontFamily}`, stroke: css("--card"), lineWidth: 4, width: narrow() ? 300 : 150, overflow: "break" },
      })),
      series: series(),
    });

    const draw = () => {
      if (chart) chart.dispose();
      chart = echarts.init(box, null, { renderer: "canvas" });
      named = roomy();
      chart.setOption(options());
      chart.on("click", (found) => {
        const point = found.data && found.data.point ? found.data.point : bars[found.seriesIndex - rows.length];
        if (point) location.assign(point.href);
      });
      chart.on("datazoom", () => {
        const zoomed = chart.getOption().dataZoom[0];
        window_ = [zoomed.start, zoomed.end];
        later(() => chart.setOption({ series: series() }));
      });
    };
    let waiting = 0;
    const later = (act) => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        named = roomy();
        act();
      });
    };
    const show = (from, to) => {
      const span = Math.min(Math.max(to - from, 0.5), 100);
      const begin = Math.min(Math.max(from, 0), 100 - span);
      chart.dispatchAction({ type: "dataZoom", start: begin, end: begin + span });
    };
    const zoom = (factor) => {
      const middle = current >= 0 ? share(points[current]) : (window_[0] + window_[1]) / 2;
      const half = ((window_[1] - window_[0]) * factor) / 2;
      show(middle - half, middle + half);
    };
    const share = (point) => (100 * ((point.start + point.end) / 2 - low)) / (high - low);

    // By keyboard: the same entries in the order of time, or in the row above and below.
    const place = (point) => {
      const bar = bars.indexOf(point);
      if (bar >= 0) return { seriesIndex: rows.length + bar, dataIndex: 0 };
      const row = rows.indexOf(point.lane);
      return { seriesIndex: row, dataIndex: dots.filter((other) => other.lane === point.lane).indexOf(point) };
    };
    const choose = (index) => {
      if (index < 0 || index >= points.length) return;
      if (current >= 0) chart.dispatchAction({ type: "downplay", ...place(points[current]) });
      current = index;
      const point = points[current];
      const at = share(point);
      const span = window_[1] - window_[0];
      if (at < window_[0] || at > window_[1]) show(at - span / 2, at + span / 2);
      chart.dispatchAction({ type: "highlight", ...place(point) });
      chart.dispatchAction({ type: "showTip", ...place(point) });
      status.textContent = `${held.lanes[point.lane]}: ${point.title}. ${point.facts}`;
    };
    const beside = (step) => {
      if (current < 0) return 0;
      const row = rows[rows.indexOf(points[current].lane) + step];
      const near = (point) => Math.abs(point.start - points[current].start);
      const some = points.filter((point) => point.lane === row);
      return some.length ? some.reduce((a, b) => (near(b) < near(a) ? b : a)).index : current;
    };
    const along = (step) => {
      if (current < 0) return 0;
      let index = current + step;
      while (points[index] && points[index].lane !== points[current].lane) index += step;
      return points[index] ? index : current;
    };
    const KEYS = {
      ArrowRight: () => choose(along(1)), ArrowLeft: () => choose(along(-1)),
      ArrowDown: () => choose(beside(1)), ArrowUp: () => choose(beside(-1)),
      Home: () => choose(0), End: () => choose(points.length - 1),
      "+": () => zoom(0.625), "=": () => zoom(0.625), "-": () => zoom(1.6), 0: () => show(0, 100),
      Enter: () => { if (current >= 0) location.assign(points[current].href); },
    };
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
      event.preventDefault();
      KEYS[event.key]();
    });
    box.addEventListener("blur", () => chart.dispatchAction({ type: "hideTip" }));

    draw();
    new ResizeObserver(() => later(() => {
      chart.resize();
      chart.setOption({ grid: frame(), graphic: options().graphic, series: series() });
    })).observe(box);
    document.addEventListener("itogi:theme", draw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    figure.dataset.ready = "yes";
  };

  Promise.all([fetch(say.timeline, { headers: { Accept: "application/json" } }).then((answer) => answer.json()), load(say.library)])
    .then(([held]) => start(held))
    .catch(() => { figure.dataset.ready = "no"; });
})();
