"""A strict reader of HTML, for tests: what is opened is closed, and by whom."""

from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr", "source"}


class Parsed(HTMLParser):
    """The elements of a page, with the text in each, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.parents: list[str] = []
        self.open: list[int] = []
        self.mistakes: list[str] = []
        self.feed(text)
        self.close()
        self.mistakes += [f"{self.elements[one][0]} is never closed" for one in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.mistakes.append(f"{tag} has an attribute twice: {names}")
        self.parents.append(self.elements[self.open[-1]][0] if self.open else "")
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.elements[self.open[-1]][0] != tag:
            self.mistakes.append(f"{tag} is closed where it is not open")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for one in self.open:
            self.elements[one][2].append(data)

    def all(self, *tags: str) -> list[tuple[dict[str, str], str]]:
        """Return the attributes and the text of all elements of some kinds, in order."""
        return [(a, "".join(text)) for tag, a, text in self.elements if tag in tags]


def of_dossier(html: str) -> str:
    """Return the dossier of a brief, without the page before it and the sources at its end."""
    return html.partition("<details")[2].partition('<section aria-labelledby="entries">')[0]
