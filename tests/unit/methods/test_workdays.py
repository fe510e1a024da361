from pkslib.methods.workdays import days_between, is_working_day, weekday


def test_working_days_of_2027():
    # 365 days − 104 on weekends − 8 free weekdays: New Year's Day, Epiphany, Good Friday, Easter
    # Monday, Ascension, Midsummer Eve, Christmas Eve, New Year's Eve. (The National Day is a
    # Sunday that year, Christmas Day a Saturday.)
    assert is_working_day(days_between("2027-01-01", "2027-12-31")).sum() == 253


def test_days_over_the_turn_of_a_year():
    days = days_between("2026-12-30", "2027-01-04")
    assert is_working_day(days).tolist() == [True, False, False, False, False, True]
    assert weekday(days).tolist() == [3, 4, 5, 6, 7, 1]
