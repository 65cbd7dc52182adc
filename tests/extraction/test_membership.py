"""Memberships: joining, leaving, suspending, statuses; no plain lists of members."""

from __future__ import annotations

from datetime import date

import pytest
from reading_one import records_in, shown, table

SLOTS = ("organisation", "country", "role", "stage", "date")
# A sentence, then a line for each record it yields, slot by slot; none where it yields nothing.
TABLE = """
Беларусь стала полноправным членом ШОС 4 июля 2024 года.
    SCO | BY | member | joined | 2024-07-04
Финляндия и Швеция подали заявки на вступление в НАТО.
    NATO | FI | member | applied | -
    NATO | SE | member | applied | -
Узбекистан приостановил членство в ОДКБ в 2012 году.
    CSTO | UZ | member | suspended | 2012
Киев вышел из СНГ.
    CIS | UA | member | left | -
Молдавия начала процедуру выхода из СНГ.
    CIS | MD | member | - | -
Статус партнёра по диалогу получили Египет, Катар и Саудовская Аравия, сообщили в ШОС.
    SCO | EG | partner | accepted | -
    SCO | QA | partner | accepted | -
    SCO | SA | partner | accepted | -
С 1 января к БРИКС присоединились Иран, Египет и Эфиопия.
    BRICS | EG | member | joined | 2024-01-01
    BRICS | ET | member | joined | 2024-01-01
    BRICS | IR | member | joined | 2024-01-01
Лаосу предоставлен статус партнёра ШОС.
    SCO | LA | partner | accepted | -
Решение о предоставлении Узбекистану статуса наблюдателя при ЕАЭС принято в декабре 2020 года.
    EAEU | UZ | observer | accepted | 2020-12
Армения не выходила из ОДКБ.
В ЕАЭС входят Россия, Белоруссия, Казахстан, Киргизия и Армения.
Туркмения имеет статус ассоциированного члена СНГ.
    CIS | TM | member | - | -
Азербайджан хочет вступить в ШОС.
    SCO | AZ | member | - | -
Иран был принят в ШОС на саммите в 2023 году.
    SCO | IR | member | accepted | 2023
Анкара намерена вступить в БРИКС.
    BRICS | TR | member | - | -
Сербия получила статус наблюдателя в ОДКБ в 2013 году.
    CSTO | RS | observer | accepted | 2013
Тбилиси рассчитывает на членство в НАТО.
    NATO | GE | member | - | -
Турция остаётся партнёром по диалогу ШОС.
    SCO | TR | partner | - | -
Ереван заморозил участие в ОДКБ, заявил Пашинян.
    CSTO | AM | member | suspended | -
Президент подписал указ о выходе из Договора.
Казахстан принял участие в совете СНГ.
Армения вышла на связь с ОДКБ.
Словакия вошла в НАТО в 2004 году.
    NATO | SK | member | joined | 2004
Камбоджа и Непал — партнёры по диалогу ШОС.
    SCO | KH | partner | - | -
    SCO | NP | partner | - | -
Молдавия получила статус наблюдателя при ЕАЭС в 2018 году.
    EAEU | MD | observer | accepted | 2018
Российская Федерация присоединилась к ВТО.
    WTO | RU | member | joined | -
Малайзия направила заявку на вступление в БРИКС.
    BRICS | MY | member | applied | -
Грузия покинула СНГ.
    CIS | GE | member | left | -
Россию исключили из Совета Европы.
    CoE | RU | member | left | -
Туркменистан хочет стать наблюдателем в ОТГ.
    OTS | TM | observer | - | -
Куба получила статус государства-наблюдателя при ЕАЭС.
    EAEU | CU | observer | accepted | -
Хорватия вступит в НАТО в следующем году.
    NATO | HR | member | acceding | 2025
Азербайджан не вступал в ОДКБ.
Египет присоединяется к БРИКС.
    BRICS | EG | member | acceding | -
Страны СНГ присоединились к акции.
Украина заморозила участие в работе СНГ.
    CIS | UA | member | suspended | -
Монголия не стала членом ШОС.
Объединённые Арабские Эмираты стали партнёром ШОС по диалогу.
    SCO | AE | partner | joined | -
Сборная Армении вышла в финал чемпионата СНГ.
Вашингтон вышел из ЮНЕСКО в 2018 году.
    UNESCO | US | member | left | 2018
Совет Европы приостановил членство России.
    CoE | RU | member | suspended | -
Афганистан имеет статус наблюдателя в ШОС с 2012 года.
    SCO | AF | observer | joined | 2012
Таиланд стал страной-партнёром БРИКС.
    BRICS | TH | partner | joined | -
Бразилия вышла в лидеры БРИКС по экспорту сои.
Таджикистан стал членом ЕАЭС.
    EAEU | TJ | member | joined | -
ШОС пополнилась новым членом — Белоруссией.
    SCO | BY | member | joined | -
Полноправное членство в БРИКС получили Иран, ОАЭ и Эфиопия.
    BRICS | AE | member | joined | -
    BRICS | ET | member | joined | -
    BRICS | IR | member | joined | -
Новым членом АСЕАН стал Восточный Тимор.
    ASEAN | TL | member | joined | -
В состав БРИКС официально вошла Индонезия.
    BRICS | ID | member | joined | -
Индонезия официально принята в БРИКС.
    BRICS | ID | member | accepted | -
ШОС приняла в свои ряды Иран.
    SCO | IR | member | accepted | -
Главы государств приняли решение о приёме Ирана в ШОС.
    SCO | IR | member | accepted | -
Подписан меморандум об обязательствах Белоруссии в целях получения статуса государства — члена ШОС.
    SCO | BY | member | acceding | -
Начата процедура приёма Ирана в члены ШОС.
    SCO | IR | member | acceding | -
Лидеры ШОС запустили процесс приёма Белоруссии в организацию.
    SCO | BY | member | acceding | -
Протокол о присоединении Киргизии к ВТО подписали в Женеве.
    WTO | KG | member | accepted | -
Мальдивам и Кувейту предоставили статус партнёров по диалогу ШОС.
    SCO | MV | partner | accepted | -
    SCO | KW | partner | accepted | -
Подписаны меморандумы о предоставлении статуса партнёра по диалогу ШОС Египту и Катару.
    SCO | EG | partner | accepted | -
    SCO | QA | partner | accepted | -
Бахрейну, Мьянме и ОАЭ присвоен статус партнёра ШОС.
    SCO | AE | partner | accepted | -
    SCO | BH | partner | accepted | -
    SCO | MM | partner | accepted | -
Баку просит предоставить ему статус наблюдателя в ЕАЭС.
    EAEU | AZ | observer | applied | -
Азербайджан подал заявку на полноправное членство в ШОС.
    SCO | AZ | member | applied | -
Эквадор попросился в ЕАЭС наблюдателем.
    EAEU | EC | observer | applied | -
Узбекистан обратился с просьбой принять его в ВТО.
    WTO | UZ | member | applied | -
Заявку Украины на вступление в НАТО рассмотрят позднее.
    NATO | UA | member | applied | -
Анкара подала официальную заявку на членство в БРИКС в сентябре 2024 года.
    BRICS | TR | member | applied | 2024-09
Киев подал заявку в Евросоюз.
    EU | UA | member | applied | -
Малайзия заявила о желании вступить в БРИКС.
    BRICS | MY | member | - | -
Таиланд намерен присоединиться к БРИКС.
    BRICS | TH | member | - | -
Саудовскую Аравию пригласили вступить в БРИКС.
    BRICS | SA | member | - | -
Участие Сирии в Лиге арабских государств приостановлено.
    LAS | SY | member | suspended | -
Членство Сирии в ЛАГ было заморожено в ноябре 2011 года.
    LAS | SY | member | suspended | 2011-11
Африканский союз приостановил членство Нигера.
    AU | NE | member | suspended | -
Сирии вернули место в ЛАГ.
    LAS | SY | member | joined | -
Сирия вернулась в Лигу арабских государств.
    LAS | SY | member | joined | -
Лига арабских государств восстановила членство Сирии.
    LAS | SY | member | joined | -
Узбекистан, приостановивший членство в ОДКБ в 2012 году, участвует в диалоге.
    CSTO | UZ | member | suspended | 2012
Мали, Нигер и Буркина-Фасо объявили о выходе из ЭКОВАС.
    ECOWAS | BF | member | - | -
    ECOWAS | ML | member | - | -
    ECOWAS | NE | member | - | -
Россия больше не является членом Совета Европы.
    CoE | RU | member | left | -
Катар вышел из состава ОПЕК.
    OPEC | QA | member | left | -
С 1 января 2019 года Катар больше не входит в ОПЕК.
    OPEC | QA | member | left | 2019-01-01
Великобритания перестала быть членом Евросоюза.
    EU | GB | member | left | -
Выход Великобритании из ЕС состоялся 31 января 2020 года.
    EU | GB | member | left | 2020-01-31
Монголия — наблюдатель при ШОС.
    SCO | MN | observer | - | -
Тегеран с декабря 2023 года наблюдатель в ЕАЭС.
    EAEU | IR | observer | joined | 2023-12
Статус наблюдателя при ЕАЭС у Узбекистана с 2020 года.
    EAEU | UZ | observer | joined | 2020
В заседании приняли участие представители государств — наблюдателей при ЕАЭС: Узбекистана и Кубы.
    EAEU | UZ | observer | - | -
    EAEU | CU | observer | - | -
Куба, являющаяся наблюдателем при ЕАЭС, направила вице-премьера.
    EAEU | CU | observer | - | -
Государство-наблюдателя при ЕАЭС Узбекистан представлял вице-премьер.
    EAEU | UZ | observer | - | -
Вьетнам присоединился к БРИКС в качестве партнёра.
    BRICS | VN | partner | joined | -
Вьетнам получил статус государства — партнёра БРИКС.
    BRICS | VN | partner | accepted | -
Партнёрами БРИКС стали Куба, Боливия и Уганда.
    BRICS | BO | partner | joined | -
    BRICS | CU | partner | joined | -
    BRICS | UG | partner | joined | -
Кыргызстан присоединился к Договору о ЕАЭС в августе 2015 года.
    EAEU | KG | member | joined | 2015-08
После вступления Киргизии в ЕАЭС торговля выросла.
    EAEU | KG | member | joined | -
Вступление Армении в ЕАЭС состоялось 2 января 2015 года.
    EAEU | AM | member | joined | 2015-01-02
Индия и Пакистан присоединились к ШОС в 2017 году, Иран — в 2023-м.
    SCO | IN | member | joined | 2017
    SCO | PK | member | joined | 2017
    SCO | IR | member | joined | 2023
Вслед за Ираном в ШОС вступила Белоруссия.
    SCO | BY | member | joined | -
НАТО расширяется: Черногория стала 29-м членом альянса.
    NATO | ME | member | joined | -
Расширение БРИКС: к объединению присоединился Египет.
    BRICS | EG | member | joined | -
Сербию и Афганистан приняли наблюдателями в ПА ОДКБ.
    CSTO | AF | observer | accepted | -
    CSTO | RS | observer | accepted | -
Азербайджан и Грузия не продлили своё участие в ДКБ.
Иран получит статус полноправного члена ШОС в июле.
    SCO | IR | member | acceding | 2025-07
Грузия официально вышла из состава СНГ 18 августа 2009 года.
    CIS | GE | member | left | 2009-08-18
Парламент Армении обсуждает членство в ЕС.
    EU | AM | member | - | -
Турция отозвала заявку на вступление в ШОС.
Израиль и США покинули ЮНЕСКО в 2018 году.
    UNESCO | IL | member | left | 2018
    UNESCO | US | member | left | 2018
Вашингтон возвращается в ЮНЕСКО.
    UNESCO | US | member | acceding | -
Шри-Ланка стала партнёром по диалогу ШОС в 2009 году, Непал — в 2015-м.
    SCO | LK | partner | joined | 2009
    SCO | NP | partner | joined | 2015
Армения возобновила участие в работе ОДКБ.
    CSTO | AM | member | joined | -
Ереван не планирует выходить из ОДКБ.
Путин поддержал присоединение Малайзии к БРИКС.
    BRICS | MY | member | - | -
Македония стала кандидатом в члены ЕС.
Совет Европы исключил Россию 16 марта 2022 года.
    CoE | RU | member | left | 2022-03-16
Депутаты вышли из фракции и покинули зал, где говорили о СНГ.
Представители Белоруссии присоединились к заседанию комитета ШОС по видеосвязи.
Казахстан приостановил экспорт зерна в страны ЕАЭС.
Россия приняла участие в заседании и вошла в состав рабочей группы ООН.
Финляндия отказалась от нейтралитета, став 31-м членом НАТО.
    NATO | FI | member | joined | -
ЕАЭС: Иран принят в наблюдатели.
    EAEU | IR | observer | accepted | -
Саммит ШОС в Астане ознаменовался приёмом Белоруссии.
    SCO | BY | member | - | -
С января 2025 года Индонезия — полноправный член БРИКС.
    BRICS | ID | member | joined | 2025-01
Иран завершил процедуру вступления в ШОС.
    SCO | IR | member | joined | -
В 1999 году Азербайджан и Узбекистан не стали продлевать Договор о коллективной безопасности и вышли из него.
    CSTO | UZ | member | left | 1999
    CSTO | AZ | member | left | 1999
Кишинёв денонсировал соглашение о создании СНГ.
    CIS | MD | member | left | -
Туркменистан является ассоциированным членом СНГ с 2005 года.
    CIS | TM | partner | joined | 2005
Шесть стран приглашены в БРИКС: Аргентина, Египет, Иран, Саудовская Аравия, ОАЭ и Эфиопия.
    BRICS | SA | member | accepted | -
    BRICS | ET | member | accepted | -
    BRICS | EG | member | accepted | -
    BRICS | IR | member | accepted | -
    BRICS | AR | member | accepted | -
    BRICS | AE | member | accepted | -
Подписан меморандум об обязательствах Ирана по вступлению в ШОС.
    SCO | IR | member | acceding | -
Душанбе изучает вопрос присоединения к ЕАЭС.
    EAEU | TJ | member | - | -
Куба и Узбекистан получили статус государств-наблюдателей при ЕАЭС 11 декабря 2020 года.
    EAEU | CU | observer | accepted | 2020-12-11
    EAEU | UZ | observer | accepted | 2020-12-11
Кыргызстан вступил в Евразийский экономический союз 12 августа 2015 года.
    EAEU | KG | member | joined | 2015-08-12
Африканский союз стал постоянным членом G20.
    G20 | AU | member | joined | -
Участие России в G8 было приостановлено.
    G8 | RU | member | suspended | -
Дамаск вновь занял место в ЛАГ.
    LAS | SY | member | joined | -
Россия денонсировала Устав Совета Европы.
    CoE | RU | member | left | -
Комитет министров прекратил членство России в Совете Европы.
    CoE | RU | member | left | -
Восточный Тимор принят одиннадцатым членом АСЕАН.
    ASEAN | TL | member | accepted | -
Казахстан поддержал заявку Белоруссии на вступление в ШОС.
    SCO | BY | member | applied | -
Токаев поздравил Беларусь со вступлением в ШОС.
    SCO | BY | member | joined | -
Израиль в 1949 году приняли в ООН.
    UN | IL | member | accepted | 1949
Казахстан входит в ОЭС с 1992 года.
    ECO | KZ | member | joined | 1992
Нигерия присоединилась к числу государств — партнёров БРИКС.
    BRICS | NG | partner | joined | -
Белоруссия из партнёра по диалогу превратилась в наблюдателя ШОС.
    SCO | BY | observer | joined | -
Саммит ШОС прошёл в Уфе. А партнёрами стали сразу трое – Азербайджан, Армения и Камбоджа.
    SCO | KH | partner | joined | 2024-11-28
    SCO | AM | partner | joined | 2024-11-28
    SCO | AZ | partner | joined | 2024-11-28
С сегодняшнего дня Казахстан - полноправный член Всемирной торговой организации.
    WTO | KZ | member | joined | 2024-11-28
Саммит ШОС завершён. Пакистан попросился в полноправные члены ещё в 2006 году.
    SCO | PK | member | applied | 2006
Почётным гостем саммита ОТГ стал президент Туркменистана Гурбангулы Бердымухамедов.
    OTS | TM | guest | - | -
Тирана и Загреб получили приглашение в НАТО.
    NATO | AL | member | accepted | -
    NATO | HR | member | accepted | -
Черногория, недавно приглашённая в НАТО, готовит армию.
    NATO | ME | member | accepted | -
Десятой страной ШОС стала Белоруссия.
    SCO | BY | member | joined | -
Список партнёров БРИКС пополнили Белоруссия, Боливия и Казахстан.
    BRICS | KZ | partner | joined | -
    BRICS | BY | partner | joined | -
    BRICS | BO | partner | joined | -
Азербайджан добивается повышения своего статуса в ШОС до полноправного члена.
    SCO | AZ | member | applied | -
Лидеры ШОС согласились принять Иран.
    SCO | IR | member | accepted | -
Сейм Латвии 20 февраля одобрил вступление страны в ЕС.
    EU | LV | member | accepted | 2024-02-20
Эстонцы на референдуме высказались за вступление в Евросоюз.
    EU | EE | member | - | -
Прекратилось членство Грузии в СНГ.
    CIS | GE | member | left | -
Узбекистан вернулся в ОДКБ в 2006 году, а в 2012-м снова вышел.
    CSTO | UZ | member | joined | 2006
    CSTO | UZ | member | left | 2012
Лукашенко допустил выход Армении из ОДКБ.
    CSTO | AM | member | - | -
Венгрия и Туркменистан участвуют в саммите ОТГ как наблюдатели.
    OTS | TM | observer | - | -
    OTS | HU | observer | - | -
В саммите ОТГ приняли участие наблюдатели – Венгрия и Туркменистан.
    OTS | TM | observer | - | -
    OTS | HU | observer | - | -
Президент Боливии Луис Арсе заявил, что его страна хочет в БРИКС.
    BRICS | BO | member | - | -
Россию лишили членства в Совете Европы.
    CoE | RU | member | left | -
Сирия восстановлена в правах члена ОИС.
    OIC | SY | member | joined | -
Молдавия довольна. Наблюдателем при ЕАЭС страна числится с 2018 года.
    EAEU | MD | observer | joined | 2018
Более половины украинцев против вступления страны в Североатлантический альянс.
    NATO | UA | member | - | -
Членом ВТО Казахстан является с 2015 года.
    WTO | KZ | member | joined | 2015
Казахстан не планирует подавать заявку в БРИКС.
Казахстан в ОИС не член.
Саммит в Вильнюсе не пригласил Украину в НАТО.
Сенегал вступает в новую фазу отношений с ООН.
Саммит ШОС прошёл в Астане 4 июля. Беларусь принята в организацию.
    SCO | BY | member | accepted | -
"""


@pytest.mark.parametrize(("text", "wanted"), table(TABLE), ids=lambda x: x[:50] if isinstance(x, str) else "")
def test_membership(text: str, wanted: list[str]) -> None:
    found = [r for r in records_in(text, published=date(2024, 11, 28)) if r.type == "membership"]
    assert sorted(" | ".join(shown(r.get(s)) for s in SLOTS) for r in found) == sorted(wanted)


def test_the_day_of_the_lead_dates_its_headline() -> None:
    text = "Финляндия стала членом НАТО\nВ Брюсселе 4 апреля 2023 года подняли флаг страны."
    found = [r for r in records_in(text, published=date(2023, 4, 4)) if r.type == "membership"]
    assert [(r.get("country"), r.get("date")) for r in found] == [("FI", "2023-04-04")]


def test_the_table_is_large_enough() -> None:
    assert len(table(TABLE)) >= 40
    assert any(not wanted for _, wanted in table(TABLE))
