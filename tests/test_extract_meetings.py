"""The head of minutes gives the meeting; people are counted, and of their names only the chair's is kept."""

from tests.test_extract_readings import READINGS, read


def records(name, kind):
    (path,) = [path for path in READINGS if path.stem == name]
    return [record for record in read(path)[1] if record.kind == kind]


def test_a_meeting_has_its_name_day_hours_and_place():
    (meeting,) = records("names", "meeting")
    assert meeting.fields["name"] == "令和6年度 第1回 大崎定住自立圏共生ビジョン懇談会"
    assert (meeting.fields["date"], meeting.fields["started_at"], meeting.fields["ended_at"]) == (
        "2024-10-08",
        "13:30",
        "15:00",
    )
    assert meeting.fields["venue"] == "大崎市役所 3階 301会議室"
    assert (meeting.fields["attendee_count"], meeting.fields["chair_name"]) == (5, "鹿野")


def test_no_name_of_a_person_but_the_chairs_is_kept():
    people = ("赤城", "白峰", "黒部", "緑川", "青山", "紺野")
    (meeting,) = records("roster", "meeting")
    told = [str(meeting.fields), *(str(record.fields) for record in records("roster", "opinion"))]
    assert not [name for name in people for text in told if name in text]


def test_a_text_that_is_no_minutes_has_no_meeting():
    assert not records("vision", "meeting")
