"""Forms to times: dates from the form itself, its neighbours, the publication date and the text before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial

from itogi.extraction.times import calendar
from itogi.extraction.times.eve import is_eve_of
from itogi.extraction.times.found import Found, days, grain_of, month_found, move, year_found
from itogi.extraction.times.grammar import KINDS_WITHOUT_DATE, Form
from itogi.extraction.times.header import inferred_publication
from itogi.extraction.times.tense import Tenses
from itogi.extraction.times.tokens import Tokens
from itogi.extraction.times.words import Words

# Tokens that may stand between two times where one lends the other its year.
_LINKS = frozenset(("comma", "open", "and", "in", "upon", "since", "until", "by", "for", "po"))
# A time within so many tokens of the sentence's beginning frames the whole sentence: "В 2017 году …".
_FRAME = 5
_FRAMING = frozenset(("year", "season"))


class Unresolvable(Exception):
    """Nothing that the form leans on is known."""


class Resolver:
    """Resolves the forms of one text in order."""

    def __init__(self, tokens: Tokens, words: Words, forms: list[Form], published: date | None) -> None:
        self._tokens, self._words, self._forms = tokens, words, forms
        self._tenses = Tenses(tokens, words.tense)
        self._published = published or inferred_publication(tokens, forms)
        self._done: list[Found] = []
        self._last: Found | None = None
        self._last_day: date | None = None
        self._last_month: Found | None = None
        # The last year told in full: what dates without a year lean on where no publication date is known.
        self._year: int | None = None
        self._hints = sorted(tokens.hints.items())
        self._hint = 0
        self._at = 0
        self._sentence = (0, 0)
        self._kinds: Mapping[str, Callable[[Form], Found]] = {
            "day": self._day,
            "number": self._number,
            "month": self._month,
            "months": self._months,
            "quarter": self._quarter,
            "season": self._season,
            "year": self._whole_year,
            "years": self._years,
            "decade": self._decade,
            "deictic": self._deictic,
            "eve": self._eve,
            "weekday": self._weekday,
            "unit": self._unit,
            "ago": self._ago,
            "shift": self._shift,
            "same": self._same,
            "next day": self._next_day,
        }

    def resolve(self) -> Iterator[tuple[Form, Found]]:
        """Each form with what it resolves to."""
        for at, form in enumerate(self._forms):
            self._at, self._sentence = at, self._tokens.sentence(form.first)
            found = self._one(form)
            self._remember(form, found)
            yield form, found

    def _one(self, form: Form) -> Found:
        if form.kind in KINDS_WITHOUT_DATE:
            return Found(None, "clock" if form.kind == "clock" else "duration", False)
        try:
            return self._kinds[form.kind](form)
        except (Unresolvable, ValueError, OverflowError):
            return Found(None, grain_of(form))

    def _remember(self, form: Form, found: Found) -> None:
        self._done.append(found)
        if found.edtf is None:
            return
        self._last = found
        self._last_day = found.day or self._last_day
        if found.month:
            self._last_month = found
        if found.year and not found.relative:
            self._year = found.year

    # What a form leans on

    def _today(self) -> date:
        if self._published is None:
            raise Unresolvable
        return self._published

    def _tense(self, form: Form) -> str | None:
        way: str | None = form.get("way")
        # A term lies ahead, unless a verb says otherwise.
        term = "future" if form.role in ("until", "by") else None
        return way or self._tenses.around(form.first, form.last) or term

    def _told_year(self, form: Form, suffix: str = "") -> tuple[int, bool] | None:
        """The year that the form tells, and whether it does so by its distance."""
        if (year := form.get("year" + suffix)) is not None:
            return year, False
        if (short := form.get("yy" + suffix)) is not None:
            return calendar.two_digit_year(short, self._published), False
        if suffix:
            return None
        if (last := form.get("yord")) is not None:
            return form.get("ytho") * 1000 + (form.get("ytens") or 0) + last, False
        return self._distant_year(form)

    def _distant_year(self, form: Form) -> tuple[int, bool] | None:
        if form.get("that") is not None:
            if self._last is None or self._last.year is None:
                raise Unresolvable
            return self._last.year, True
        shift = form.get("rel") if form.get("yrel") is None else form.get("yrel")
        if form.get("old") is not None:
            shift = -2
        if form.get("new") is not None:
            shift = int(self._today().month > 2)
        return None if shift is None else (self._today().year + shift, True)

    def _lent_year(self, form: Form) -> int | None:
        """The year of a neighbour ("осенью прошлого года, с 21 по 25 октября") or of the sentence's frame."""
        start = self._sentence[0]
        for at in range(self._at - 1, max(-1, self._at - 4), -1):
            other, found = self._forms[at], self._done[at]
            if other.first < start:
                break
            near = self._linked(other.last, form.first) or other.first - start < _FRAME
            if near and found.year and self._lends(other, found, start):
                return found.year
        if form.kind != "year" and self._at + 1 < len(self._forms):
            other = self._forms[self._at + 1]
            year = other.get("year") if other.kind == form.kind else None
            if year and self._linked(form.last, other.first):
                return int(year)
        return None

    def _lends(self, other: Form, found: Found, start: int) -> bool:
        """Whether a time can date what its sentence tells: not "избранный в 2019 году"."""
        if found.grain not in _FRAMING or other.role != "at":
            return False
        return other.first == start or not self._tenses.is_participle(other.first - 1)

    def _linked(self, first: int, last: int) -> bool:
        between = self._tokens.classes[first:last] if last - first <= 3 else None
        return between is not None and all(_LINKS & set(classes) for classes in between)

    def _spoken_year(self, form: Form, fit: Callable[[date, str | None], int]) -> tuple[int, bool]:
        """Told, lent, fitting the publication, or the last one told in the text."""
        told = self._told_year(form)
        if told:
            return told
        lent = self._lent_year(form)
        if lent is not None:
            return lent, True
        if self._published:
            return fit(self._published, self._tense(form)), True
        return self._text_year(form), True

    def _text_year(self, form: Form) -> int:
        if self._year is not None:
            return self._year
        while self._hint < len(self._hints) and self._hints[self._hint][0] < form.first:
            self._hint += 1
        if not self._hint:
            raise Unresolvable
        return self._hints[self._hint - 1][1]

    # Days

    def _day(self, form: Form) -> Found:
        if form.get("date"):
            first = self._figures(form.get("date"))
            return days(first, self._figures(form.get("date2") or form.get("date")), False)
        month = form.get("month2") or form.get("month")
        day = form.get("day2") or form.get("day")
        told = self._told_year(form, "2")
        year, relative = told or self._spoken_year(form, self._day_fitter(form, month, day))
        last = date(year, month, day)
        if not form.get("day2"):
            return days(last, last, relative)
        month1 = form.get("month") or month
        earlier = (month1, form.get("day")) > (month, day)
        if told:
            own = self._told_year(form)
            year = own[0] if own else year - earlier
        elif form.has_year and form.get("month") and form.get("month2"):
            last = date(year + earlier, month, day)
        else:
            year -= earlier
        return days(date(year, month1, form.get("day")), last, relative)

    def _figures(self, parts: tuple[int, int, int]) -> date:
        year, month, day = parts
        return date(year if year > 99 else calendar.two_digit_year(year, self._published), month, day)

    def _day_fitter(self, form: Form, month: int, day: int) -> Callable[[date, str | None], int]:
        weekday = form.get("wd") or form.get("wd2")

        def fit(published: date, tense: str | None) -> int:
            # "намечен на 9 октября" is to come, however near the day that has just passed.
            term = form.get("prep") == "upon" and tense == "future" and weekday is None
            if term and (month, day) < (published.month, published.day):
                return published.year + 1
            return calendar.fitting_year(month, day, published, tense, weekday)

        return fit

    def _number(self, form: Form) -> Found:
        day = (form.get("tens") or 0) + form.get("day")
        if self._last_month and self._last_month.year and self._last_month.month:
            year, month = self._last_month.year, self._last_month.month
        else:
            year, month = self._today().year, self._today().month
        return days(date(year, month, day), date(year, month, day), True)

    def _deictic(self, form: Form) -> Found:
        day = self._today() + timedelta(days=form.get("offset"))
        return days(day, day, True)

    def _eve(self, form: Form) -> Found:
        if is_eve_of(self._tokens, self._tenses, self._words.eve, form.get("following")):
            return Found(None, "day")
        return self._deictic(form)

    def _weekday(self, form: Form) -> Found:
        today, shift, tense = self._today(), form.get("rel"), self._tense(form)
        if form.get("prep") == "upon" or (tense is None and form.role != "at"):
            tense = "future"
        if shift == 0:
            day = today + timedelta(days=form.get("wd") - today.isoweekday())
        elif shift is not None:
            near = today + timedelta(days=shift)
            day = calendar.fitting_weekday(form.get("wd"), near, "future" if shift > 0 else "past")
        else:
            day = calendar.fitting_weekday(form.get("wd"), today, tense)
        if form.get("wd2"):
            return days(day, calendar.fitting_weekday(form.get("wd2"), day, "future"), True)
        return days(day, day, True)

    def _same(self, form: Form) -> Found:
        unit, last = form.get("unit"), self._last
        if unit == "day" and self._last_day:
            return days(self._last_day, self._last_day, True)
        if last is None or unit == "day":
            raise Unresolvable
        if unit == "then":
            return Found(last.edtf, last.grain, True, last.year, last.month, last.day)
        if unit == "week" and self._last_day:
            return Found(calendar.week(self._last_day), "week")
        if unit == "month" and last.year and last.month:
            return month_found(last.year, last.month, True)
        if unit != "year" or last.year is None:
            raise Unresolvable
        return year_found(last.year, True)

    def _next_day(self, form: Form) -> Found:
        if self._last_day is None:
            raise Unresolvable
        day = self._last_day + timedelta(days=1)
        return days(day, day, True)

    # Months, quarters, seasons

    def _month(self, form: Form) -> Found:
        first, last = form.get("month"), form.get("month2")
        told = self._told_year(form, "2")
        fit = partial(calendar.fitting_month, last or first, last or first)
        if form.get("way") and not told:
            year, relative = fit(self._today(), form.get("way")), True
        else:
            year, relative = told or self._spoken_year(form, fit)
        if last is None:
            return month_found(year, first, relative)
        own = self._told_year(form) if told else None
        begun = own[0] if own else year - (first > last)
        text = calendar.span(calendar.month_text(begun, first), calendar.month_text(year, last))
        return Found(text, "interval", relative, year)

    def _months(self, form: Form) -> Found:
        year, relative = self._told_year(form) or (self._today().year, True)
        return Found(calendar.months_of(year, 1, form.get("count")), "interval", relative, year)

    def _quarter(self, form: Form) -> Found:
        size = 3 if form.get("unit") == "quarter" else 6
        if form.get("ordrel") is not None:
            today = self._today()
            this = (today.month - 1) // size * size + 1
            year, first = calendar.plus_months(today.year, this, size * form.get("ordrel"))
            return Found(calendar.months_of(year, first, size), "quarter", True, year)
        first = (form.get("ord") - 1) * size + 1
        fit = partial(calendar.fitting_month, first, first + size - 1)
        year, relative = self._spoken_year(form, fit)
        return Found(calendar.months_of(year, first, size), "quarter", relative, year)

    def _season(self, form: Form) -> Found:
        if form.get("way"):
            year, relative = self._fit_season(form.get("season"), self._today(), form.get("way")), True
        else:
            year, relative = self._spoken_year(form, partial(self._fit_season, form.get("season")))
        return Found(calendar.year_text(year), "season", relative, year)

    @staticmethod
    def _fit_season(season: int, published: date, tense: str | None) -> int:
        first, last = calendar.SEASONS[season]
        # Without a tense a season is that of the publication's year.
        return calendar.fitting_month(first, last, published, tense) if tense else published.year

    # Years

    def _whole_year(self, form: Form) -> Found:
        told = self._told_year(form)
        if told:
            return year_found(*told)
        year = self._lent_year(form)
        if year is None and self._published is None:
            year = self._text_year(form)
        return year_found(self._year_of_part(form) if year is None else year, True)

    def _year_of_part(self, form: Form) -> int:
        """ "в начале года", "до конца года": the publication's year, or the one beside it by tense."""
        today, tense = self._today(), self._tense(form) if form.role == "at" else None
        if tense == "future" and form.get("part") == 1 and today.month > 8:
            return today.year + 1
        if tense == "past" and form.get("part") == 12 and today.month < 4:
            return today.year - 1
        return today.year

    def _years(self, form: Form) -> Found:
        first, last = form.get("year"), form.get("year2") or form.get("year")
        text = calendar.span(calendar.year_text(first), calendar.year_text(last))
        return Found(text, "interval" if first != last else "year", False, last)

    def _decade(self, form: Form) -> Found:
        first = calendar.decade_years(form.get("decade"), self._published)
        text = calendar.span(calendar.year_text(first), calendar.year_text(first + 9))
        return Found(text, "decade", False)

    # Distances

    def _unit(self, form: Form) -> Found:
        unit, shift, today = form.get("unit"), form.get("rel"), self._today()
        if shift is None:
            shift = self._shift_of_part(form, today)
        if unit in ("week", "weekend"):
            day = today + timedelta(weeks=shift)
            if unit == "weekend" and shift and form.get("way") == "past" and today.weekday() > 4:
                day = today
            return Found(calendar.week(day) if unit == "week" else calendar.weekend(day), "week")
        if unit == "quarter":
            first = (today.month - 1) // 3 * 3 + 1
            return Found(calendar.months_of(today.year, first, 3), "quarter", True, today.year)
        return month_found(*calendar.plus_months(today.year, today.month, shift), True)

    def _shift_of_part(self, form: Form, today: date) -> int:
        """ "в конце недели", said of the past on a Tuesday, is the week before."""
        tense = self._tense(form) if form.role == "at" else None
        passed = today.weekday() / 7 if form.get("unit") == "week" else today.day / 31
        if tense == "past" and form.get("part") == 12 and passed < 0.4:
            return -1
        return int(tense == "future" and form.get("part") == 1 and passed > 0.4)

    def _ago(self, form: Form) -> Found:
        return self._moved(form, self._today())

    def _shift(self, form: Form) -> Found:
        """ "годом ранее": counted from the last time told, else from the publication."""
        last = self._last
        if last is None or last.year is None:
            if form.get("sign") > 0:
                raise Unresolvable
            return self._moved(form, self._today())
        return self._moved(form, last.day or date(last.year, last.month or 1, 1))

    def _moved(self, form: Form, base: date) -> Found:
        sign = form.get("sign") or -1
        count = self._count(form)
        return move(form.get("unit"), base, sign * count)

    @staticmethod
    def _count(form: Form) -> int:
        if "count" not in form.values:
            return 1
        if form.get("count") is None:
            raise Unresolvable
        return int(form.get("count")) + int(form.get("tens") or 0)
