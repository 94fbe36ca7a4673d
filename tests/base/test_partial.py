"""Private folders: gone at the end, and told from what another process is still writing."""

import pytest

from sim.base.partial import FolderTakenError, locked, partial_folder, place


def test_what_was_left_goes_and_what_is_being_written_stays(tmp_path):
    left = tmp_path / ".made.00000000.partial"
    left.mkdir()
    (left / "half").write_bytes(b"half")
    other = tmp_path / ".other.00000000.partial"
    other.mkdir()
    with partial_folder(tmp_path, "made") as first, partial_folder(tmp_path, "made") as second:
        assert not left.exists() and first.is_dir() and second.is_dir() and first != second
    assert [path.name for path in tmp_path.iterdir()] == [other.name]


def test_an_error_takes_the_folders_that_were_made_for_it(tmp_path):
    with pytest.raises(OSError, match="full") as caught, partial_folder(
        tmp_path / "a" / "b", "made"
    ) as partial:  # fmt: skip
        raise OSError(28, "full", str(partial / "plots" / "x.png"))
    assert caught.value.filename == str(tmp_path / "a" / "b" / "made" / "plots" / "x.png")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_is_not_taken_again(tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine").write_bytes(b"")
    with pytest.raises(FolderTakenError), partial_folder(tmp_path, "made") as partial:
        place(partial, tmp_path / "made")
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["mine"]


def test_a_lock_is_of_one_at_a_time(tmp_path):
    with locked(tmp_path) as first, locked(tmp_path) as second:
        assert first is True and second is False
    with locked(tmp_path) as again, locked(tmp_path / "gone") as gone:
        assert again is True and gone is None
