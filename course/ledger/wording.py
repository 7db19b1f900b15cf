"""The sentences of the import: what was found, and what to do about it."""

from __future__ import annotations

from typing import Any

from course import uploads
from course.i18n import _l

SENTENCES: dict[str, Any] = {
    # What came of a row.
    "added": _l("New row."),
    "unchanged": _l("As it already was."),
    "refused": _l("Refused."),
    "was": _l("Was “%(before)s” before."),
    # Repairs.
    "read_as": _l("Read as “%(read)s”."),
    "same_as_row": _l("The same as row %(other)s; read once."),
    "same_time_as_row": _l("The same time as row %(other)s; read once, with both reasons."),
    "swapped_coordinates": _l("Latitude and longitude were swapped; read as %(lat)s, %(lon)s."),
    "half_coordinates": _l("Only one of the two coordinates is there; the place counts as unknown."),
    "zero_coordinates": _l("0, 0 is no place in China; the place counts as unknown."),
    # Notices.
    "extra_column": _l("This column is not needed and was not read."),
    "ignored_file": _l("This is no table of the ledger and was not read."),
    "themes_left_out": _l("Not on this list, so booked and planned by nobody: %(codes)s. Add them here to use them."),
    "agency_differs": _l("Differs from the agency of station %(station)s; taken as written here."),
    "many_schools": _l("With this row the person serves %(count)s schools at once; more than %(most)s needs a reason."),
    "many_people": _l("With this row the school has %(count)s vice-principals; more than %(most)s needs a reason."),
    "bells_overlap": _l("This period overlaps period %(other)s. Check both times."),
    "over_before_term": _l("This appointment is over before the term starts; the school may need a new one."),
    "grade_outside_stage": _l("This grade is not taught at this stage; please check the school's stage."),
    "oneroster_stage": _l("The stage follows from the grades of its classes, or from its name: %(stage)s."),
    "oneroster_gone": _l("It is to be deleted over there. Here nothing is deleted; close or correct it by hand."),
    "oneroster_left_out": _l("A nation or a department is no region here and was not read."),
    "oneroster_no_homeroom": _l("A group of a single subject is no class here and was not read."),
    "oneroster_counted": _l("%(pupils)s pupils were counted for the head counts; nothing about them is kept."),
    "oneroster_no_counts": _l("Without %(file)s nobody knows how many pupils a class has. Export it as well."),
    "oneroster_people": _l("Accounts are made for administrators of one school; %(others)s other users were not read."),
    "oneroster_no_school": _l("This administrator has no school, or several. Add the account under Users."),
    "oneroster_of_region": _l(
        "This administrator is one of a region, not of a school. Accounts of a bureau come from no file: add it under "
        "Users."
    ),
    "oneroster_no_email": _l("Without an e-mail address nobody gets an account."),
    "account_is_there": _l("This address has an account already, which stays as it is."),
    # Refusals of a cell.
    "empty": _l("This cell is empty. Fill it in, or delete the row."),
    "spreadsheet_error": _l("A formula of the spreadsheet failed here. Enter the value itself."),
    "control_character": _l("There is a character that cannot be shown (%(code)s). Type the text anew."),
    "rounded": _l("The spreadsheet has rounded this number. Format the column as text and enter the number again."),
    "too_long": _l("%(most)s characters at most. Shorten the text; or a quotation mark is missing further up."),
    "not_a_code": _l("A code has letters, digits, dots and dashes only. Correct the code."),
    "person_is_erased": _l("This person was erased. Give somebody new a code of their own."),
    "code_is_a_stage": _l("A school cannot have the code of a stage. Give the school another code."),
    "more_than_a_line": _l("There is a line break in this cell. Put the text on one line."),
    "not_a_number": _l("A whole number is needed here. Correct the number."),
    "out_of_range": _l("A number from %(least)s to %(most)s is needed here. Correct the number."),
    "no_pupils": _l("A class needs at least one pupil. Enter the head count, or delete the row."),
    "not_degrees": _l("Decimal degrees such as 42.90123 are needed here. Correct them, or leave the cell empty."),
    "outside_china": _l("This place does not lie in China. Correct the coordinates, or leave both cells empty."),
    "not_a_class": _l("The number of a class is needed here, such as 3. A spreadsheet may have made a date of 3-1."),
    "not_a_choice": _l("One of these is needed here: %(choices)s."),
    "day_number": _l("This is a spreadsheet's number for a day. Write the day as 2026-09-01."),
    "not_a_day": _l("Write the day as 2026-09-01; other orders can be misread."),
    "no_such_day": _l("This day is not in the calendar, or the year cannot be meant. Correct the day."),
    "not_a_time": _l("Write the time as 08:30."),
    "not_a_special_day": _l("Write a day of every year as 12-04."),
    "not_a_phone": _l("This is no telephone number. Correct it, or leave the cell empty."),
    "not_an_email": _l("This is no e-mail address, or more than one. Correct it, or leave the cell empty."),
    # Refusals of a row.
    "too_many_in_row": _l(
        "The row has %(found)s cells, the heading %(expected)s. Put quotation marks around a text with a comma."
    ),
    "ends_before_start": _l("This ends before it starts (%(start)s). Correct one of the two."),
    "differs_from_row": _l("Row %(others)s says something else of the same. Keep the right one and delete the other."),
    "unknown_reference": _l(
        "Nothing in %(table)s.csv or in the system has this code. Correct it, or add the row there."
    ),
    "unknown_lost_zero": _l(
        "Nothing has this code, but %(like)s is known: a spreadsheet may have dropped the zeros. Enter the full code."
    ),
    "refers_to_refused": _l("Row %(row)s of %(file)s, which this row refers to, was refused. Correct that row first."),
    "region_in_circle": _l("This region lies below itself. Correct the parent."),
    "parent_not_above": _l(
        "The parent is not a larger region: province, then city, then county. Correct one of the two."
    ),
    "outside_scope": _l("This lies outside your region, so only those responsible for it can change it."),
    "unknown_setting": _l("This setting is not known and was not read. Known are: %(known)s."),
    "term_without_dates": _l("The term needs both a start and an end. Add the two rows."),
    # A file that cannot be read.
    "oneroster_version": _l("This is OneRoster %(found)s. Export it as OneRoster %(known)s (CSV)."),
    "oneroster_file": _l("%(lacking)s is missing. Export it as well."),
    "cannot_open": _l("It cannot be opened or written (%(why)s). Check the path and your rights to it."),
    "no_such_file": _l("There is no such file or folder. Check the path."),
    "no_tables": _l(
        "There is no table of the ledger in it. The tables are called schools.csv, classes.csv and so on; "
        "a spreadsheet has one sheet for each."
    ),
    "table_twice": _l("The table %(table)s is also in %(other)s. Leave one of the two out."),
    "missing_column": _l("These required columns are missing: %(columns)s. Add them to the heading."),
    "column_twice": _l("The column %(column)s stands there twice (“%(heading)s”). Delete one of the two."),
    "too_many_rows": _l("These are more than %(most)s rows. Hand them in county by county, or city by city."),
    "too_many_columns": _l("%(found)s columns are too many; %(most)s at most. Delete the columns that are not needed."),
    "empty_table": _l("The file is empty. Save it again with its rows, or leave it out."),
    "utf16": _l("The file is in UTF-16. In the spreadsheet choose “Save as”, “CSV UTF-8”."),
    "nul_byte": _l("Row %(row)s holds a character that no text has. Save the file again as “CSV UTF-8”."),
    "unknown_encoding": _l("Row %(row)s cannot be read as text. Save the file again as “CSV UTF-8”."),
    "mixed_encodings": _l(
        "Row %(other)s and row %(row)s are in different encodings. Open the file, correct the garbled rows and "
        "save it as “CSV UTF-8”."
    ),
    "big5": _l("The file seems to be in Big5 (traditional Chinese). Save it again as “CSV UTF-8”."),
    "unclosed_quote": _l("A quotation mark is opened in row %(row)s and never closed. Close or delete it."),
    "broken_quotes": _l(
        "The quotation marks in row %(row)s do not match. Double a mark that is part of the text, or delete it."
    ),
    "not_a_workbook": _l("The spreadsheet cannot be opened. Open it in Excel or WPS and save it again as .xlsx."),
}


def sentence(rule: str, facts: dict[str, Any]) -> str:
    """The sentence for a rule, with its facts, in the reader's language."""
    return str(SENTENCES.get(rule) or uploads.SENTENCES[rule]) % facts
