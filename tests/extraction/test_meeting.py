# ruff: noqa: E501  (a case of the table is a line)
"""Meetings: a table of texts with the slots that must come out, and texts that tell of none."""

from __future__ import annotations

from datetime import date

import pytest
from reading_one import records_in

from itogi.model.record import Record

PUBLISHED = date(2024, 10, 14)

# text => slots of one meeting; "&" parts several; "," within a value parts a list; "-" stands for no value.
TABLE = """
# organisations, bodies, levels
Очередной саммит ШОС состоялся в Самарканде 3 октября. => organisation=SCO level=heads-of-state status=held date=2024-10-03 place=Самарканд
В Бишкеке 20 ноября соберётся Совет министров обороны ОДКБ. => organisation=CSTO body=Совет_министров_обороны level=defence-ministers status=planned date=2024-11-20 place=Бишкек
Заседание Экономического совета СНГ прошло в Москве 11 октября. => organisation=CIS body=Экономический_совет level=ministers status=held date=2024-10-11 place=Москва
Министры транспорта государств ЕАЭС провели встречу в Ереване. => organisation=EAEU level=ministers status=held place=Ереван
Главы МИД стран ОТГ съехались в Шушу 6 июля. => organisation=OTS level=foreign-ministers status=held date=2024-07-06
Встреча секретарей советов безопасности стран СНГ пройдёт в Москве 7 ноября. => organisation=CIS level=security-secretaries status=planned date=2024-11-07 place=Москва
Парламентская ассамблея ОДКБ соберётся в Санкт-Петербурге в декабре. => organisation=CSTO level=parliament status=planned date=2024-12 place=Санкт-Петербург
Вице-премьеры стран ЕАЭС собрались в Горно-Алтайске 4 октября. => organisation=EAEU level=ministers date=2024-10-04
Лидеры стран БРИКС встретились в Казани. => organisation=BRICS level=heads-of-state status=held place=Казань
Саммит «Группы двадцати» открылся в Рио-де-Жанейро. => organisation=G20 level=heads-of-state status=ongoing place=Рио-де-Жанейро
Премьер-министры государств СНГ собирались в Ашхабаде 24 мая 2024 года. => organisation=CIS level=heads-of-government status=held date=2024-05-24 place=Ашхабад
# status
В Ереване продолжается саммит ЕАЭС. => organisation=EAEU level=heads-of-state status=ongoing place=Ереван
В Душанбе завершилось заседание Совета министров иностранных дел СНГ. => organisation=CIS level=foreign-ministers status=held place=Душанбе
Саммит СНГ, намеченный на 12 октября, отменён. => organisation=CIS status=cancelled
Саммит ОДКБ может пройти в Минске. => organisation=CSTO status=planned place=Минск
Ожидается, что заседание Совета глав правительств ШОС состоится в Исламабаде. => organisation=SCO level=heads-of-government status=planned place=Исламабад
Столица Узбекистана сегодня принимает саммит ОТГ. => organisation=OTS status=ongoing date=2024-10-14 place=Ташкент
Совет коллективной безопасности ОДКБ приступил к работе в Астане. => organisation=CSTO level=heads-of-state status=ongoing place=Астана
Участники готовятся к саммиту БРИКС, город украшают. => organisation=BRICS status=planned
# place, venue, chair
Сегодня в Кремле открылась сессия Совета коллективной безопасности ОДКБ. => organisation=CSTO status=ongoing venue=Кремль place=Москва
Сегодня в Астане открылась сессия Совета коллективной безопасности ОДКБ. Во Дворце независимости лидеры сначала заседали в узком составе. => organisation=CSTO place=Астана formats=narrow
На первом заседании Совета министров обороны ОДКБ (Минск, май 2023-го) утвердили план учений. => organisation=CSTO place=Минск date=2023-05 topics=military-training
Следующий саммит ШОС — 4 июля 2025 года, г. Астана. => organisation=SCO status=planned place=Астана date=2025-07-04
Саммит ЕАЭС прошёл во дворце «Гюлистан» (г. Баку). => organisation=EAEU place=Баку
Саммит БРИКС прошёл в Казани. На нём стороны решили создать биржу. Здесь же министры финансов стран БРИКС провели отдельное совещание. => organisation=BRICS level=heads-of-state place=Казань & organisation=BRICS level=ministers place=Казань
Сегодня в Кремле завершился саммит ЕАЭС. Армению представил премьер. Вслед за ним там же прошла сессия Совета коллективной безопасности ОДКБ. => organisation=EAEU place=Москва & organisation=CSTO place=Москва date=2024-10-14
Президент Казахстана пригласил коллег на саммит ОТГ, который намечено провести в Туркестане в 2026 году. => organisation=OTS place=Туркестан date=2026
План был согласован 26 сентября в Бишкеке министрами экономики стран ОТГ. => organisation=OTS level=ministers place=Бишкек date=2024-09-26
Саммит ШОС прошёл в Душанбе. Хозяин, президент Таджикистана Эмомали Рахмон, предложил открыть центр. => organisation=SCO chair=Эмомали_Рахмон
Главы МИД стран СНГ встретились в Москве. Провёл заседание Сергей Лавров. => organisation=CIS chair=Сергей_Лавров
В Алма-Ате прошло заседание Евразийского межправсовета. Хозяином выступил премьер-министр Казахстана Олжас Бектенов. => organisation=EAEU chair=Олжас_Бектенов
Саммит ОТГ прошёл в Бишкеке. Принимавший гостей президент Садыр Жапаров предложил открыть банк. => organisation=OTS chair=Садыр_Жапаров
20 декабря, как сообщил помощник президента РФ Юрий Ушаков, лидеры стран СНГ соберутся в Санкт-Петербурге. => organisation=CIS status=planned countries=- people=-
Президент Турции Реджеп Тайип Эрдоган пригласил коллег на саммит ОТГ в Стамбул. => organisation=OTS people=-
Сессия Совета коллективной безопасности ОДКБ прошла в Астане под председательством Касым-Жомарта Токаева. => organisation=CSTO chair=Касым-Жомарт_Токаев place=Астана
В Минске прошёл саммит ЕАЭС. Председательствовал президент Белоруссии Александр Лукашенко. => organisation=EAEU chair=Александр_Лукашенко people=Александр_Лукашенко
Белорусская столица принимает саммит ШОС. => organisation=SCO place=Минск status=ongoing
В Республике Индии прошёл саммит БРИКС. => organisation=BRICS place=Индия
Астанинский саммит ШОС утвердил стратегию развития. => organisation=SCO place=Астана
Саммит СНГ, который принимали в Чолпон-Ате, длился два дня. => organisation=CIS place=Чолпон-Ата
Вчера в Баку открылась выставка. Там же прошёл саммит ОЭС. => organisation=ECO place=Баку
# formats
Заседание Евразийского межправительственного совета прошло сначала в узком составе, затем в расширенном. => organisation=EAEU formats=narrow,expanded
Неформальный саммит СНГ состоялся в Санкт-Петербурге. => organisation=CIS formats=informal
Совет министров иностранных дел ОДКБ провёл заседание в режиме видеоконференции. => organisation=CSTO formats=online level=foreign-ministers
# people and countries
В саммите ОТГ в Бишкеке участвовали президент Турции Реджеп Тайип Эрдоган и президент Казахстана Касым-Жомарт Токаев. => organisation=OTS people=Реджеп_Тайип_Эрдоган,Касым-Жомарт_Токаев countries=TR,KZ
Заседание Совета глав правительств СНГ прошло в Москве. Россию представлял Михаил Мишустин, Казахстан – Олжас Бектенов. => organisation=CIS people=Михаил_Мишустин,Олжас_Бектенов countries=RU,KZ
В Москве прошла встреча президентов России, Армении и Азербайджана. => countries=RU,AM,AZ level=heads-of-state organisation=-
# talks of two sides
Президент Казахстана Касым-Жомарт Токаев встретился в Астане с президентом Узбекистана Шавкатом Мирзиёевым. => formats=bilateral level=heads-of-state countries=KZ,UZ people=Касым-Жомарт_Токаев,Шавкат_Мирзиёев place=Астана organisation=-
Министр обороны Ирана Азиз Насирзаде провёл переговоры с министром обороны Армении Суреном Папикяном. => formats=bilateral level=defence-ministers countries=IR,AM
Президент Ирана Масуд Пезешкиан принял министра иностранных дел Азербайджана Джейхуна Байрамова. => formats=bilateral level=heads-of-state countries=IR,AZ
Завершились армяно-грузинские переговоры на высшем уровне. => formats=bilateral countries=AM,GE
Саммит Россия – АСЕАН прошёл в Сочи. => organisation=ASEAN countries=RU formats=bilateral
Саммит Индия-ЕС состоится в Дели. => organisation=EU countries=IN status=planned
# several meetings
Саммит ШОС пройдёт в Бишкеке в 2026 году. Предыдущий саммит состоялся в Астане в июле 2024 года. => organisation=SCO place=Бишкек date=2026 status=planned & organisation=SCO place=Астана date=2024-07 status=held
В апреле в Минске встретятся министры обороны стран ОДКБ, в мае в Москве – министры иностранных дел. => level=defence-ministers place=Минск date=2025-04 & level=foreign-ministers place=Москва date=2025-05
Сорок первое заседание Совета глав правительств СНГ прошло в Ашхабаде. Сорок второе заседание состоится в Москве. => organisation=CIS place=Ашхабад status=held & organisation=CIS place=Москва status=planned level=heads-of-government
# chairs who lead the sitting or receive those who come
Заседание Евразийского межправительственного совета прошло в Минске. Провёл его премьер-министр Белоруссии Александр Турчин. => organisation=EAEU chair=Александр_Турчин people=Александр_Турчин
В Бишкеке прошло заседание Совета глав правительств СНГ, которое провёл премьер-министр Киргизии Адылбек Касымалиев. => organisation=CIS chair=Адылбек_Касымалиев
Саммит ОТГ прошёл в Габале. Участников саммита встречал президент Азербайджана Ильхам Алиев. => organisation=OTS chair=Ильхам_Алиев
Саммит ОДКБ прошёл в Ереване. О погоде говорил Никол Пашинян, хозяин встречи. => organisation=CSTO chair=Никол_Пашинян
# leaders who act and speak in the report of the sitting were there
Саммит ШОС прошёл в Ташкенте. Президент Узбекистана Шавкат Мирзиёев предложил создать центр. => organisation=SCO people=Шавкат_Мирзиёев countries=UZ
# bodies that sat
Совет министров иностранных дел ШОС, заседавший в Ташкенте два дня, закончил работу. => organisation=SCO body=Совет_министров_иностранных_дел place=Ташкент
Позавчера в Минске заседал Совет по гидрометеорологии СНГ. => organisation=CIS body=Совет_по_гидрометеорологии place=Минск date=2024-10-12
Бюджет стоял в повестке Совета глав правительств ШОС, который собрался 3 октября в Исламабаде. => organisation=SCO level=heads-of-government place=Исламабад date=2024-10-03
# months in adjectives, dates of plans
На майском саммите СНГ решение приняли. => organisation=CIS date=2024-05 status=held
К ноябрьскому саммиту ОДКБ город украсят. => organisation=CSTO date=2024-11 status=planned
Декабрьский саммит ЕАЭС примет Санкт-Петербург. => organisation=EAEU date=2024-12 status=planned place=Санкт-Петербург
Следующий саммит ШОС намечен на 2026 год в Бишкеке. => organisation=SCO date=2026 place=Бишкек status=planned
Саммит БРИКС перенесён с июня на осень. => organisation=BRICS status=planned
# told without a word for the meeting, and next hosts
Саммит ОДКБ прошёл в Бишкеке. Россия ждёт союзников в Москве в декабре. => organisation=CSTO place=Бишкек & organisation=CSTO place=Москва date=2024-12 status=planned level=heads-of-state
В Баку завершился саммит ОЭС. Два года назад лидеров организации собирал Ташкент. => organisation=ECO place=Баку & organisation=ECO place=Ташкент date=2022 status=held level=heads-of-state
Саммит ШОС прошёл в Астане. Восьмая встреча – за Бишкеком. => organisation=SCO place=Астана status=held & organisation=SCO place=Бишкек status=planned
Министры транспорта стран ЕАЭС проведут в четверг онлайн-совещание. => organisation=EAEU level=ministers formats=online status=planned
# talks on the sidelines, one a partner
Саммит ШОС прошёл в Ташкенте. Сергей Лавров встретился на полях саммита с китайским министром Ван И и пакистанским – Билавалом Бхутто. => organisation=SCO & countries=RU,CN place=Ташкент formats=bilateral & countries=RU,PK place=Ташкент formats=bilateral
Заместитель министра иностранных дел Армении Ваган Костанян провёл консультации с российским коллегой Михаилом Галузиным. => formats=bilateral countries=AM,RU level=officials
# talks by telephone, talks without a word for a meeting, several talks at once
Президент Узбекистана провёл телефонный разговор с президентом Казахстана. => formats=bilateral countries=UZ,KZ level=heads-of-state
По телефону переговорили министры иностранных дел Ирана и Армении. => formats=bilateral countries=IR,AM level=foreign-ministers
Владимир Путин обсудил по телефону с Эмомали Рахмоном поставки удобрений. => formats=bilateral countries=RU,TJ people=Владимир_Путин,Эмомали_Рахмон
На полях саммита БРИКС в Казани Владимир Путин провёл серию встреч: с Си Цзиньпином и Нарендрой Моди. => organisation=BRICS place=Казань & countries=RU,CN formats=bilateral organisation=- & countries=RU,IN formats=bilateral organisation=-
Президенты России и Турции увиделись в Астане 3 июля на полях саммита ШОС. => countries=RU,TR place=Астана date=2024-07-03 organisation=- & organisation=SCO
# several bodies at once
Заседания Совета министров иностранных дел и Совета министров обороны ОДКБ прошли в Астане 27 сентября. => body=Совет_министров_иностранных_дел level=foreign-ministers & body=Совет_министров_обороны level=defence-ministers
Совет министров обороны и Комитет секретарей советов безопасности ОДКБ соберутся в Москве 5 декабря. => body=Совет_министров_обороны date=2024-12-05 & body=Комитет_секретарей_советов_безопасности place=Москва
# what bodies and leaders did
Совет Безопасности ООН продлил мандат миссии в Ливане. => organisation=UN body=Совет_Безопасности date=2024-10-14 status=held level=-
Парламентская ассамблея Совета Европы сегодня лишила голоса делегацию. Ранее, 2 октября, Комитет министров Совета Европы одобрил доклад. => organisation=CoE body=Комитет_министров date=2024-10-02
В Вене Постоянный совет ОБСЕ рассмотрел бюджет. => organisation=OSCE body=Постоянный_совет place=Вена
Программу 3 октября в Минске утвердили министры обороны стран СНГ. => organisation=CIS level=defence-ministers place=Минск date=2024-10-03
Доклад обсуждался в Ташкенте министрами обороны стран ШОС. => organisation=SCO place=Ташкент level=defence-ministers
# series
Шестая консультативная встреча глав государств Центральной Азии прошла в Астане 9 августа. Пятая состоялась в Душанбе, седьмая пройдёт в Ташкенте в 2025 году. => place=Астана & place=Душанбе status=held organisation=C5 & place=Ташкент date=2025 status=planned
Саммит СВМДА прошёл 12 октября 2022 года в Астане, предыдущий – в Душанбе в 2019 году. => place=Астана & place=Душанбе date=2019 organisation=CICA
# bodies that the words name
В Москве прошло заседание рабочей группы БРИКС по сельскому хозяйству. => organisation=BRICS body=рабочая_группа_по_сельскому_хозяйству place=Москва
Мониторинговый комитет ОПЕК+ собрался в Вене. => organisation=OPEC+ place=Вена status=held
# those who talk for states, and those who meet for an organisation
Состоялись переговоры между Касым-Жомартом Токаевым и Эмманюэлем Макроном. => formats=bilateral countries=KZ,FR
Министр обороны России Андрей Белоусов позвонил министру обороны Турции Яшару Гюлеру. => formats=bilateral countries=RU,TR level=defence-ministers
Делегации Таджикистана и Киргизии по делимитации границы встретились в Баткене. => formats=bilateral countries=TJ,KG place=Баткен
Министр обороны Китая Дун Цзюнь прибыл в Минск, где его принял президент Белоруссии Александр Лукашенко. => formats=bilateral countries=BY,CN level=heads-of-state
Межправительственная комиссия Казахстана и России провела 26-е заседание в Астане. => formats=bilateral countries=KZ,RU body=Межправительственная_комиссия
Трёхсторонний саммит Россия – Иран – Турция пройдёт в Тегеране. => countries=RU,IR,TR level=heads-of-state status=planned
Генпрокуроры стран ШОС соберутся в Нью-Дели. => organisation=SCO place=Нью-Дели status=planned
Руководители спецслужб СНГ совещались в Самарканде. => organisation=CIS level=officials place=Самарканд
Председатели верховных судов стран ШОС провели совещание в Ташкенте. => organisation=SCO level=officials
Заместители министров иностранных дел стран БРИКС обсудили в Москве Ближний Восток. => organisation=BRICS level=officials place=Москва
Прошлогодняя встреча министров транспорта ОЭС прошла в Ташкенте. => organisation=ECO date=2023 status=held
Вёл саммит ШОС Касым-Жомарт Токаев. => organisation=SCO chair=Касым-Жомарт_Токаев
Саммит Центральная Азия – Япония пройдёт в Астане. => organisation=C5+1 status=planned
# two lists, headings of date and place, questions and answers
В повестке года у СНГ заседание Совета глав правительств в Сочи 8 ноября и саммит в Бишкеке 13 декабря. => body=Совет_глав_правительств place=Сочи date=2024-11-08 & place=Бишкек date=2024-12-13
Первый саммит ОТГ принимал Стамбул в 1996-м, второй прошёл в Баку, третий – в Анкаре. => place=Стамбул date=1996 & place=Баку & place=Анкара
7 июня 2002 года. Санкт-Петербург. Второй саммит ШОС: принята Хартия. => organisation=SCO place=Санкт-Петербург date=2002-06-07 status=held
– Где пройдёт следующий саммит БРИКС? – В Йоханнесбурге, в ноябре. => organisation=BRICS place=Йоханнесбург date=2024-11 status=planned
# chairs
В Дели прошёл саммит ШОС под руководством Нарендры Моди. => organisation=SCO chair=Нарендра_Моди
В режиме видеоконференции прошёл саммит БРИКС, на котором председательствовал Владимир Путин. => organisation=BRICS chair=Владимир_Путин formats=online
Заседание Совета министров внутренних дел государств – членов ШОС прошло онлайн. => organisation=SCO level=ministers formats=online
# who chairs something else, or only comes
В Кишинёве прошло заседание Совета глав правительств СНГ. Премьер России Владимир Путин провёл там и двусторонние встречи. => organisation=CIS chair=- people=Владимир_Путин
В Астане прошёл саммит ОДКБ. Вёл встречу президент Казахстана Касым-Жомарт Токаев. => organisation=CSTO chair=Касым-Жомарт_Токаев
В Кишинёв на саммит СНГ прилетел Владимир Путин. Хозяина встречи, президента Петра Лучинского, он поблагодарил. => organisation=CIS chair=Петр_Лучинский
На Совете Безопасности РФ под председательством президента Дмитрия Медведева обсудили саммит СНГ в Кишинёве. => organisation=CIS place=Кишинёв chair=-
# bodies of one state beside the sittings of an organisation
В Казани прошли заседание Госсовета по вопросам регионов и саммит СНГ. => organisation=CIS level=heads-of-state place=Казань body=-
В Казани прошли саммит СНГ и заседание Госсовета по вопросам регионов. => organisation=CIS level=heads-of-state place=Казань body=-
Заседание Совета Безопасности России посвятили итогам саммита СНГ. => organisation=CIS level=heads-of-state body=-
Прошло заседание Совета Безопасности ООН по Сирии. => organisation=UN body=Совет_Безопасности
В Минске заседал Высший Государственный Совет Союзного государства. => organisation=USTATE body=Высший_государственный_совет
# summits that are counted and then named, places by their short names
В Бишкеке сегодня прошли сразу две встречи в верхах: саммит СНГ и заседание Межгоссовета ЕврАзЭС. => organisation=CIS level=heads-of-state date=2024-10-14 place=Бишкек & organisation=EurAsEC date=2024-10-14
В Петербурге завершился саммит ЕАЭС. => organisation=EAEU place=Санкт-Петербург
# lists of places, invitations, what a body stands for, colleagues
Министры обороны СНГ в прошлом году встречались дважды – в Минске и Астане. => place=Минск date=2023 organisation=CIS & place=Астана date=2023 level=defence-ministers
Саммит ШОС прошёл в Тяньцзине. Садыр Жапаров пригласил коллег в Бишкек на осень 2026-го. => place=Тяньцзинь & place=Бишкек date=2026 status=planned organisation=SCO
Парламентская ассамблея ОБСЕ избрала главу. На прошлогодней сессии ассамблеи в Люксембурге выборы сорвались. => place=Люксембург date=2023 body=Парламентская_ассамблея level=parliament & date=2024-10-14
В Совете Безопасности ООН Россия наложила вето на резолюцию 3 мая. => organisation=UN body=Совет_Безопасности date=2024-05-03
Главы МИД ШОС собрались в Душанбе. Вновь министры увидятся в ноябре в Нью-Йорке в кулуарах Генассамблеи ООН. => place=Душанбе & place=Нью-Йорк organisation=SCO status=planned
В Душанбе прошло заседание СМИД ШОС. На полях заседания глава МИД России Сергей Лавров переговорил с китайским коллегой. => organisation=SCO & countries=RU,CN place=Душанбе formats=bilateral
# summits of no organisation, dates that do not belong to the meeting
Владимир Путин выступил на саммите «Россия – Африка» в Санкт-Петербурге. => level=heads-of-state organisation=- place=Санкт-Петербург
Президент Украины приехал на саммит мира в Швейцарии. => level=heads-of-state organisation=- place=Швейцария
В Минске прошёл саммит СНГ. Владимир Путин позвал партнёров в Москву на 9–10 мая. => place=Минск & place=Москва date=2025-05-09/2025-05-10 status=planned
# where an affair is, not the meeting
Саммит СНГ прошёл онлайн. Лидеры обсудили ситуацию в Афганистане. => organisation=CIS place=- topics=afghanistan
# topics
Министры внутренних дел стран ШОС провели встречу в Ташкенте. Обсудили борьбу с наркотиками. => organisation=SCO topics=drugs
Совещание министров сельского хозяйства стран СНГ по продовольственной безопасности прошло в Минске. => organisation=CIS topics=agriculture
"""

NONE = """
Заседание районного суда по делу фермера отложили до пятницы.
Президент России Владимир Путин провёл совещание с членами правительства.
Президент Казахстана принял решение повысить пенсии.
Депутаты городской думы собрались на заседание в четверг.
Одноклассники встретились спустя тридцать лет на берегу озера.
В Москве состоялось заседание Госсовета России, о СНГ на нём не говорили.
В Донецке прошла сессия Народного совета, наблюдателей прислали из стран СНГ.
В кабинете министров прошло заседание по подготовке к зиме.
Лидеры двух партий встретились на дебатах.
Сборная России приняла сборную Армении на своём поле.
Президент Белоруссии Александр Лукашенко встретился с министром обороны Белоруссии Виктором Хрениным.
Совет директоров завода соберётся в понедельник.
Пресс-конференция по итогам года прошла в Москве.
Министр принял участие в открытии школы.
Губернатор провёл встречу с жителями посёлка.
Туристы из стран СНГ собрались в Сочи.
Артисты из стран ШОС встретились на фестивале в Астане.
Президент Армении поговорил с журналистами о погоде.
Владимир Путин поговорил с Сергеем Лавровым о погоде.
Организаторы ждут гостей в Минске в декабре.
Тренер собрал лидеров команды в Сочи.
Министр провёл консультации с экспертами отрасли.
"""


def _wanted(part: str) -> dict[str, list[str]]:
    pairs = (item.split("=", 1) for item in part.split())
    return {slot: [v.replace("_", " ") for v in value.split(",")] for slot, value in pairs}


CASES = [
    (text.strip(), [_wanted(part) for part in slots.split("&")])
    for line in TABLE.splitlines()
    if line.strip() and not line.startswith("#")
    for text, slots in [line.split("=>")]
]


def _meetings(text: str) -> list[Record]:
    return [r for r in records_in(text, published=PUBLISHED) if r.type == "meeting"]


def _holds(record: Record, wanted: dict[str, list[str]]) -> bool:
    for slot, values in wanted.items():
        found = record.get(slot)
        have = {str(v) for v in found} if isinstance(found, tuple | list) else {str(found)}
        if values == ["-"]:
            if found is not None:
                return False
        elif not set(values) <= have:
            return False
    return True


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:60] for text, _ in CASES])
def test_a_meeting_is_read_with_its_slots(text: str, wanted: list[dict[str, list[str]]]) -> None:
    found = _meetings(text)
    for slots in wanted:
        assert any(_holds(r, slots) for r in found), (slots, [dict(r.slots) for r in found])
    assert len(found) == len(wanted), [dict(r.slots) for r in found]


@pytest.mark.parametrize("text", [t for t in NONE.splitlines() if t.strip()])
def test_what_is_no_meeting_of_states_yields_none(text: str) -> None:
    assert [dict(r.slots) for r in _meetings(text)] == []


def test_a_meeting_keeps_the_sentences_that_tell_of_it() -> None:
    text = "В Минске прошёл саммит ЕАЭС. Погода стояла ясная. Председательствовал президент Белоруссии Александр Лукашенко."
    (record,) = _meetings(text)
    said = [e.text for e in record.evidence]
    assert said == [
        "В Минске прошёл саммит ЕАЭС.",
        "Председательствовал президент Белоруссии Александр Лукашенко.",
    ]


def test_a_remark_on_the_venue_reaches_the_meeting_it_follows() -> None:
    text = (
        "В Минске продолжается саммит СНГ.\n"
        "Лидеры в узком составе обсуждают цены на зерно.\n"
        "Дворец независимости стал привычной площадкой для гостей."
    )
    meetings = [r for r in records_in(text, published=date(2024, 11, 28)) if r.type == "meeting"]
    assert [(r.get("place"), r.get("venue")) for r in meetings] == [("Минск", "Дворец независимости")]


@pytest.mark.parametrize(
    ("headline", "place"),
    [
        ("В Астане обсудили границы", "Астана"),
        ("Саммит в Астане: о чём договорились", "Астана"),
        ("Оппозиция требует отменить выборы в Гагаузии", None),
        ("Пожар на складе в Томске потушен", None),
        ("Власти готовят дороги в Оше", None),
    ],
)
def test_a_headline_on_something_else_tells_no_place_of_the_meeting(headline: str, place: str | None) -> None:
    (meeting,) = _meetings(f"{headline}\n\nНа саммите ОДКБ лидеры приняли заявление.")
    assert meeting.get("place") == place


def test_a_headline_without_a_verb_is_the_meeting_that_the_text_announces() -> None:
    text = "Саммит ШОС в Самарканде: что решат лидеры\n\nПослезавтра в Самарканде откроется заседание Совета глав государств ШОС."
    (meeting,) = [r for r in records_in(text, published=PUBLISHED) if r.type == "meeting"]
    assert (meeting.get("status"), meeting.get("date")) == ("planned", "2024-10-16")
