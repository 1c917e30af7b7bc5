from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.client.world import CUT, ID, Answer, Stream, World, reply, told
from vitascope.client.download import Download
from vitascope.client.errors import DownloadFailed, Forbidden, GenerationFailed, NoReply
from vitascope.client.results import Generation, read_generation

CLIP = bytes(range(256)) * 40


def finished(url: str = "http://server/files/1", **video: object) -> dict[str, object]:
    return told("completed", video={"url": url, "file_size": len(CLIP), "file_name": "clip.mp4", **video})


def whole(*chunks: bytes | NoReply, etag: str = '"a"', size: int = len(CLIP)) -> Stream:
    return Stream(chunks=chunks, headers={"content-length": str(size), "etag": etag})


def part(start: int, *chunks: bytes | NoReply) -> Stream:
    return Stream(
        chunks=chunks,
        status=206,
        headers={"content-range": f"bytes {start}-{len(CLIP) - 1}/{len(CLIP)}", "etag": '"a"'},
    )


def fetched(world: World, target: Path | str, wanted: str | Generation | None = None) -> Path:
    wanted = wanted if wanted is not None else read_generation(finished())
    download = Download(exchange=world.exchange(attempts=4), wanted=wanted, target=target)
    [place] = world.run(download.flow())
    assert isinstance(place, Path)
    return place


def ranges(world: World) -> list[str | None]:
    return [request.headers.get("Range") for request in world.requests]


def test_a_clip_comes_whole(tmp_path: Path) -> None:
    place = fetched(World([whole(CLIP[:5000], CLIP[5000:])]), tmp_path / "new" / "my.mp4")
    assert (place.name, place.read_bytes()) == ("my.mp4", CLIP)
    assert list(place.parent.iterdir()) == [place]


def test_a_folder_gets_the_clip_under_its_own_name_without_any_path_in_it(tmp_path: Path) -> None:
    sneaky = read_generation(finished(file_name="../../etc/passwd"))
    assert fetched(World([whole(CLIP)]), tmp_path, sneaky) == tmp_path / "passwd"
    nameless = read_generation(finished(file_name=None))
    assert fetched(World([whole(CLIP)]), tmp_path, nameless) == tmp_path / f"{ID.partition(':')[0]}.mp4"
    assert fetched(World([whole(CLIP)]), f"{tmp_path}/new/") == tmp_path / "new" / "clip.mp4"


def test_what_broke_off_is_taken_up_at_the_byte(tmp_path: Path) -> None:
    world = World([whole(CLIP[:100], CUT), CUT, part(100, CLIP[100:300], CUT), part(300, CLIP[300:])])
    assert fetched(world, tmp_path / "a.mp4").read_bytes() == CLIP
    assert ranges(world) == [None, "bytes=100-", "bytes=100-", "bytes=300-"]


def test_a_file_that_has_changed_meanwhile_is_fetched_anew(tmp_path: Path) -> None:
    world = World([whole(b"x" * 100, CUT), whole(CLIP, etag='"b"')])
    assert fetched(world, tmp_path / "a.mp4").read_bytes() == CLIP


@pytest.mark.parametrize("etag", ['W/"a"', ""])
def test_without_a_strong_tag_nothing_is_stitched_together(etag: str, tmp_path: Path) -> None:
    world = World([whole(CLIP[:100], CUT, etag=etag), whole(CLIP, etag=etag)])
    assert fetched(world, tmp_path / "a.mp4").read_bytes() == CLIP
    assert ranges(world) == [None, None]


def test_a_part_that_the_server_no_longer_has_is_fetched_anew(tmp_path: Path) -> None:
    world = World([whole(CLIP[:100], CUT), reply(b"", 416), whole(CLIP)])
    assert fetched(world, tmp_path / "a.mp4").read_bytes() == CLIP
    assert ranges(world) == [None, "bytes=100-", None]


def test_a_link_that_has_expired_is_asked_for_again(tmp_path: Path) -> None:
    world = World([reply({"message": "expired"}, 403), reply(finished("http://server/files/2")), whole(CLIP)])
    assert fetched(world, tmp_path / "a.mp4").read_bytes() == CLIP
    assert [request.url for request in world.requests][::2] == ["http://server/files/1", "http://server/files/2"]


def test_a_link_that_is_refused_twice_is_an_error(tmp_path: Path) -> None:
    no = reply({"message": "expired"}, 403)
    world = World([no, reply(finished("http://server/files/2")), no])
    with pytest.raises(Forbidden):
        fetched(world, tmp_path / "a.mp4")
    assert len(world.requests) == 3


@pytest.mark.parametrize(
    "answers",
    [
        [whole(CLIP[:-1], size=len(CLIP) - 1)],
        [whole(CLIP + b"x", size=len(CLIP) + 1)],
        [whole(CLIP[:100], CUT), part(50, CLIP[50:])],
        [Stream(chunks=[CLIP[:100]], headers={})],
    ],
)
def test_a_file_of_another_size_is_no_clip_and_what_was_there_stays(answers: list[Answer], tmp_path: Path) -> None:
    before = tmp_path / "a.mp4"
    before.write_bytes(b"before")
    with pytest.raises(DownloadFailed):
        fetched(World(answers), before)
    assert list(tmp_path.iterdir()) == [before]
    assert before.read_bytes() == b"before"


def test_progress_gives_new_patience_and_none_ends_it(tmp_path: Path) -> None:
    steps = [whole(CLIP[:10], CUT), *[part(n * 10, CLIP[n * 10 : n * 10 + 10], CUT) for n in range(1, 10)]]
    assert fetched(World([*steps, part(100, CLIP[100:])]), tmp_path / "a.mp4").read_bytes() == CLIP
    world = World([whole(CLIP[:10], CUT), CUT])
    with pytest.raises(NoReply):
        fetched(world, tmp_path / "b.mp4")
    assert len(world.requests) == 4


def test_an_id_alone_is_looked_up_first(tmp_path: Path) -> None:
    world = World([reply(finished()), whole(CLIP)])
    assert fetched(world, tmp_path / "a.mp4", ID).read_bytes() == CLIP


@pytest.mark.parametrize(("status", "error"), [("error", GenerationFailed), ("generating", DownloadFailed)])
def test_without_a_clip_there_is_nothing_to_fetch(status: str, error: type[Exception], tmp_path: Path) -> None:
    world = World([reply(told(status))])
    with pytest.raises(error):
        fetched(world, tmp_path / "a.mp4", ID)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    world = World([whole(CLIP)])
    with pytest.raises(OSError, match="file"):
        fetched(world, tmp_path / "file" / "a.mp4")
    assert world.requests == []


def test_a_file_that_is_there_is_replaced_only_where_that_is_asked(tmp_path: Path) -> None:
    place = tmp_path / "a.mp4"
    place.write_bytes(b"mine")
    world = World([whole(CLIP)])
    kept = Download(exchange=world.exchange(), wanted=read_generation(finished()), target=place, overwrite=False)
    with pytest.raises(FileExistsError, match=r"is there already.*a\.mp4"):
        world.run(kept.flow())
    assert (world.requests, place.read_bytes()) == ([], b"mine")  # and nothing was fetched


def test_a_file_that_appears_while_the_clip_comes_is_not_replaced_either(tmp_path: Path) -> None:
    place = tmp_path / "a.mp4"
    world = World([whole(CLIP)])

    def another(_done: int, _size: int | None) -> None:
        place.write_bytes(b"theirs")

    kept = Download(
        exchange=world.exchange(),
        wanted=read_generation(finished()),
        target=place,
        overwrite=False,
        on_progress=another,
    )
    with pytest.raises(FileExistsError):
        world.run(kept.flow())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.mp4", b"theirs")]


def test_a_new_file_that_must_not_replace_one_comes_whole(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    world = World([whole(CLIP[:5000], CUT), part(5000, CLIP[5000:])])
    download = Download(
        exchange=world.exchange(),
        wanted=read_generation(finished()),
        target=tmp_path / "a.mp4",
        overwrite=False,
        on_progress=lambda done, size: seen.append((done, size)),
    )
    [place] = world.run(download.flow())
    assert [(path, path.read_bytes()) for path in tmp_path.iterdir()] == [(place, CLIP)]
    assert seen == [(0, len(CLIP)), (5000, len(CLIP)), (len(CLIP), len(CLIP))]
