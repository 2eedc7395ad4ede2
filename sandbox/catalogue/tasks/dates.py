"""The calendar: leap years, dates that exist, days between two of them, days of the week."""

from __future__ import annotations

import calendar
import datetime
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "parsing"

# Leap years


def _years() -> SearchStrategy[int]:
    """Often a century, or beside a leap year."""
    from hypothesis import strategies as st

    century = st.integers(1, 40).map(lambda n: 100 * n)
    near = st.tuples(st.integers(1, 999).map(lambda n: 4 * n), st.integers(-1, 1)).map(sum)
    return st.integers(1, 4000) | century | near


_LEAP = Entry(
    name="leap year",
    names=listed("""
        is leap year, check leap year, leap year check, leap year checker, check year is leap year,
        check year is leap, check given year is leap year, check leap years, year is leap year, 闰年, 判断闰年,
        判断是否为闰年, 判断年份是否为闰年, 判断是否闰年, 判断某年是否为闰年, 判断一年是否为闰年, 判断是不是闰年,
        闰年判断, 判断年份是否是闰年, 判断某年是否是闰年, check given year is leap, year is leap,
        leap year calculator, leap year function, 判断某一年是否是闰年, 判断某一年是否为闰年, 判断给定年份是否为闰年,
        判断给定的年份是否是闰年, 判断年份是否闰年, 判断一个年份是否为闰年, 判断一个年份是否是闰年, 判断年份是不是闰年
    """),
    entry_points=listed("is_leap_year, is_leap, leap_year, check_leap_year, isleap"),
    signature="def is_leap_year(year: int) -> bool",
    summary="Returns True if the year, from 1 on, is a leap year of the Gregorian calendar: divisible by 4, but not by"
    " 100 unless by 400.",
    inputs=lambda: _one(_years()),
    conventions=conventions((Form("", 1),), (answer("True exactly for leap years", calendar.isleap),)),
    reference=calendar.isleap,
    edges=tuple(
        (year,) for year in (4, 1, 2, 3, 100, 200, 400, 1900, 2000, 2023, 2024, 2100, 1600, 1996, 2019, 800, 1000)
    ),
    why="Centuries, of which every fourth is a leap year, and the years around each fourth one.",
)

# Dates that exist

Parts = tuple[int, int, int]


def _one(values: SearchStrategy[int]) -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(values)


def exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _parts(given: Arguments, start: int = 0) -> Parts:
    year, month, day = (int(str(part)) for part in given[start : start + 3])
    return year, month, day


def _near_dates() -> SearchStrategy[Arguments]:
    """Days at the ends of months and months at the ends of the year, often in February."""
    from hypothesis import strategies as st

    years = st.sampled_from((1900, 2000, 2023, 2024, 2100)) | st.integers(1000, 3000)
    months = st.integers(0, 13) | st.just(2)
    return st.tuples(years, months, st.integers(0, 32) | st.integers(28, 32))


def _written(pattern: str) -> Callable[[Arguments], Arguments]:
    return lambda given: tuple(pattern.format(*_parts(given, start)) for start in range(0, len(given), 3))


_VALID = Entry(
    name="valid date",
    names=listed("""
        is valid date, date validation, validate date, check date is valid, check valid date, date validator,
        check given date is valid, check valid dates, validate dates, 日期校验, 日期验证, 验证日期, 判断日期是否合法,
        判断日期是否有效, 验证日期是否有效, 校验日期, 检查日期是否有效, 日期有效性检查, 判断日期有效性,
        验证日期是否合法, date is valid, check date exists, check given date is valid date, validate given date,
        判断一个日期是否合法, 判断一个日期是否有效, 检查日期是否合法, 校验日期是否合法, 判断日期合法性, 日期合法性检查
    """),
    entry_points=listed("is_valid_date, valid_date, is_date_valid, isvaliddate"),
    signature="def is_valid_date(year: int, month: int, day: int) -> bool",
    summary="Returns True if there is such a day in the Gregorian calendar; `year` has four digits, the other two are"
    " any numbers from 0 to 32.",
    inputs=_near_dates,
    conventions=conventions(
        (
            Form("", 3),
            Form("called with (day, month, year)", 3, lambda given: tuple(reversed(given))),
            Form("called with (month, day, year)", 3, lambda given: (given[1], given[2], given[0])),
            Form("called with YYYY-MM-DD", 1, _written("{:04}-{:02}-{:02}")),
            Form("called with DD/MM/YYYY", 1, _written("{2:02}/{1:02}/{0:04}")),
            Form("called with MM/DD/YYYY", 1, _written("{1:02}/{2:02}/{0:04}")),
            Form("called with DD-MM-YYYY", 1, _written("{2:02}-{1:02}-{0:04}")),
            Form("called with YYYY/MM/DD", 1, _written("{:04}/{:02}/{:02}")),
            Form("called with DD.MM.YYYY", 1, _written("{2:02}.{1:02}.{0:04}")),
        ),
        (answer("True exactly for days that exist", exists),),
    ),
    reference=exists,
    edges=(
        (2024, 1, 1), (2024, 2, 29), (2023, 2, 29), (2023, 2, 28), (1900, 2, 29), (2000, 2, 29), (2024, 2, 30), (2024,
        0, 1),
        (2024, 13, 1), (2024, 12, 31), (2024, 12, 32), (2024, 1, 0), (2024, 4, 31), (2024, 4, 30), (2024, 6, 30),
        (2024, 9, 30), (2024, 11, 30), (2024, 6, 31),
        (2024, 9, 31), (2024, 11, 31), (2024, 7, 31), (2024, 8, 31), (2024, 1, 31), (2024, 3, 31), (2024, 5, 31),
        (2024, 10, 31), (2024, 3, 32), (2024, 5, 32), (2024, 7, 32), (2024, 8, 32), (2024, 10, 32), (2024, 1, 32),
        (2100, 2, 29),
    ),
    why="The first and last days of every month, those before and after, and the 29th of February in leap years,"
    " centuries and others. Strings are written as usual: other formats and letters do not occur.",
)  # fmt: skip

# Days between


def _date(parts: Parts) -> datetime.date:
    return datetime.date(*parts)


def _two_dates() -> SearchStrategy[Arguments]:
    """Days of one year or of two near ones; often around the end of February or of the year."""
    from hypothesis import strategies as st

    start = st.dates(datetime.date(1999, 12, 1), datetime.date(2005, 3, 5)) | st.sampled_from(
        (datetime.date(2024, 2, 28), datetime.date(1900, 2, 28), datetime.date(2023, 12, 31), datetime.date(2000, 3, 1))
    )
    days = st.integers(-3, 3) | st.integers(-400, 800)
    return st.tuples(start, days).map(
        lambda drawn: (*_triple(drawn[0]), *_triple(drawn[0] + datetime.timedelta(drawn[1])))
    )


def _triple(date: datetime.date) -> Parts:
    return date.year, date.month, date.day


def days_after(*given: int) -> int:
    return (_date(_parts(given, 3)) - _date(_parts(given))).days


_BETWEEN = Entry(
    name="days between dates",
    names=listed("""
        days between two dates, number of days between two dates, number of days between dates,
        date difference in days, count days between two dates, difference between two dates in days,
        day difference between two dates, difference in days between two dates,
        count number of days between two dates, day count between two dates, 日期差, 两个日期之间的天数,
        两个日期相差的天数, 两个日期相差天数, 日期间隔天数, 两个日期间的天数, 日期相差天数, 两个日期之间相差的天数,
        两日期之间的天数, 两个日期间隔天数, calculate number of days between two given dates,
        number of days between two given dates, days difference between two dates,
        find number of days between two dates, 计算两个日期相差多少天, 两个日期之间相差多少天, 两个日期的天数差,
        计算日期差, 两个日期之间有多少天, 日期之间的天数, 计算两个日期的间隔天数, 两个日期的间隔天数
    """),
    entry_points=listed("""
        days_between, days_between_dates, date_diff, day_difference, number_of_days_between
    """),
    signature="def days_between(first: str, second: str) -> int",
    summary="Returns how many days lie between two dates of the Gregorian calendar, given as YYYY-MM-DD in any order,"
    " never negative: 1 for a day and the next one.",
    inputs=_two_dates,
    conventions=conventions(
        (
            Form("", 2, _written("{:04}-{:02}-{:02}")),
            Form("called with two dates", 2, lambda given: (_date(_parts(given)), _date(_parts(given, 3)))),
            Form("called with two tuples", 2, lambda given: (_parts(given), _parts(given, 3))),
            Form("called with six integers", 6),
            Form("called with DD/MM/YYYY", 2, _written("{2:02}/{1:02}/{0:04}")),
            Form("called with MM/DD/YYYY", 2, _written("{1:02}/{2:02}/{0:04}")),
            Form("called with DD-MM-YYYY", 2, _written("{2:02}-{1:02}-{0:04}")),
        ),
        (
            answer("the number of days", lambda *given: abs(days_after(*given))),
            answer("the number of days", days_after, choice="negative where the second is earlier"),
            answer("the number of days", lambda *given: -days_after(*given),
            choice="negative where the second is later"),
        ),
    ),
    reference=lambda *given: abs(days_after(*given)),
    edges=(
        (2024, 1, 1, 2024, 1, 1), (2024, 1, 1, 2024, 1, 2), (2024, 1, 2, 2024, 1, 1), (2024, 2, 28, 2024, 3, 1),
        (2023, 2, 28, 2023, 3, 1), (1900, 2, 28, 1900, 3, 1), (2000, 2, 28, 2000, 3, 1), (2023, 12, 31, 2024, 1, 1),
        (2023, 1, 1, 2024, 1, 1), (2024, 1, 1, 2025, 1, 1), (2000, 1, 1, 2001, 1, 1), (2019, 6, 29, 2019, 6, 30),
        (2020, 1, 15, 2019, 12, 31), (1999, 12, 31, 2004, 3, 1), (2024, 4, 30, 2024, 6, 1),
    ),
    why="Days near each other and years apart, across the ends of months, leap days and years, in both orders.",
)  # fmt: skip

# Days of the week

_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE = ("一", "二", "三", "四", "五", "六")


def weekday_name(year: int, month: int, day: int) -> str:
    return _ENGLISH[calendar.weekday(year, month, day)]


def _dates() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    near = st.dates(datetime.date(2023, 12, 20), datetime.date(2024, 3, 10))
    return (st.dates(datetime.date(1800, 1, 1), datetime.date(2400, 12, 31)) | near).map(_triple)


def _weekday(choice: str, name: Callable[[int], object]) -> Choice:
    """`name`: from 0, which is Monday."""
    return answer("the day of the week", lambda *given: name(calendar.weekday(*given)), choice=choice)


def _chinese_weekday(prefix: str, sunday: str) -> Choice:
    days = (*_CHINESE, sunday)
    return _weekday(f"{prefix}一, {prefix}{sunday}", lambda number: prefix + days[number])


_WEEKDAY = Entry(
    name="day of week",
    names=listed("""
        day of week for given date, day of week from date, day of week calculator, weekday of date,
        find day of week for given date, zeller congruence, zeller s congruence, check day of week,
        day of week of date, find day of week, check weekday, 星期几, 判断星期几, 计算星期几, 某天是星期几,
        日期转星期, 根据日期计算星期几, 蔡勒公式, 计算某天是星期几, 判断某天是星期几, 计算某一天是星期几,
        day of week of given date, day of week for date, check day of week for given date, get day of week,
        给定日期判断星期几, 给定日期计算星期几, 给定日期求星期几, 根据日期判断星期几, 根据日期求星期几,
        输入日期输出星期几
    """),
    entry_points=listed("""
        day_of_week, day_of_the_week, get_weekday, weekday, get_day_of_week, zeller, zellers_congruence
    """),
    signature="def day_of_week(year: int, month: int, day: int) -> str",
    summary="Returns the English name, such as 'Monday', of the day of the week of a date of the Gregorian calendar.",
    inputs=_dates,
    conventions=conventions(
        (
            Form("", 3),
            Form("called with (day, month, year)", 3, lambda given: tuple(reversed(given))),
            Form("called with YYYY-MM-DD", 1, _written("{:04}-{:02}-{:02}")),
            Form("called with (month, day, year)", 3, lambda given: (given[1], given[2], given[0])),
            Form("called with DD/MM/YYYY", 1, _written("{2:02}/{1:02}/{0:04}")),
            Form("called with a date", 1, lambda given: (_date(_parts(given)),)),
        ),
        (
            _weekday("", _ENGLISH.__getitem__),
            _weekday("its first three letters", lambda n: _ENGLISH[n][:3]),
            _weekday("in small letters", lambda n: _ENGLISH[n].lower()),
            _weekday("in capitals", lambda n: _ENGLISH[n].upper()),
            _weekday("Monday is 0", lambda n: n),
            _weekday("Monday is 1", lambda n: n + 1),
            _weekday("Sunday is 0", lambda n: (n + 1) % 7),
            _weekday("Sunday is 1", lambda n: (n + 1) % 7 + 1),
            _weekday("Saturday is 0", lambda n: (n + 2) % 7),
            *(_chinese_weekday(prefix, sunday) for prefix in ("星期", "周") for sunday in ("日", "天")),
        ),
    ),
    reference=weekday_name,
    edges=(
        (2024, 1, 1), (2024, 1, 31), (2024, 2, 28), (2024, 2, 29), (2024, 3, 1), (2023, 12, 31), (2000, 2, 29), (2000,
        1, 1),
        (1900, 1, 1), (1900, 3, 1), (2100, 2, 28), (2100, 3, 1), (1970, 1, 1), (2019, 8, 31), (1993, 8, 15), (1999, 7,
        18),
        *((2023, month, 1) for month in range(1, 13)),
    ),
    why="Dates of six centuries, often around the leap day of 2024. The day may be named or numbered in any usual way.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (_LEAP, _VALID, _BETWEEN, _WEEKDAY)
