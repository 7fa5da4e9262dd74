"""The fingerprint of a certificate, as signs and as words that can be read aloud."""

import hashlib

from attrs import frozen

_LISTED = """
acorn album almond alphabet amber anchor angle apricot arrow atlas attic autumn avenue
badge bakery balcony bamboo banana barley basket beacon bedroom beetle bicycle biscuit
blossom blueberry branch bread bronze bubble buffalo bulb butter cabbage cactus calendar
camel canoe carpet cedar ceiling cement cherry chimney cinema circle clarinet clover
cobweb coconut coffee compass copper coral cotton crayon cricket crystal cucumber
cupboard curtain cushion daisy dancer daylight dentist diamond doctor dolphin donkey
doorway drawer dumpling earring eclipse elbow elephant engine envelope evening eyebrow
fabric family feather fiddle finger fireplace flamingo forest fossil fountain foxglove
fruit galaxy garden giraffe glacier goat goggles gooseberry granite greenhouse guitar
harbour hazelnut hedgehog helmet horizon hotel iceberg igloo insect island ivory jewel
jigsaw journal juice jumper kangaroo kayak keyboard kiosk kitchen koala ladder lagoon
lamp lantern laundry lavender lemon leopard lettuce library lighthouse linen lizard
lobster locket lollipop luggage machine magnet mailbox maple meadow microscope mirror
mittens moonlight morning mosaic muffin museum napkin nature necklace nest nickel noodle
notebook nugget nutmeg oasis oatmeal ocean octopus office olive omelette onion orchard
ostrich oxygen palace panda paper peanut pelican pencil piano picnic pigeon pillow
pineapple pony potato pudding pumpkin puzzle pyramid quarry rabbit railway raspberry
raven recipe reindeer restaurant ribbon roof rubber saffron salad scarf school scissors
seagull shelf shoulder silver slipper snail sofa spider spoon squirrel stable straw
sugar sunflower swan sweater tailor teapot tennis theatre thunder tortoise tractor
treasure trumpet tulip tunnel umbrella upstairs vanilla village vinegar violin volcano
voyage waffle walnut wardrobe waterfall wheat whistle window woodpecker workshop yoghurt
zebra zigzag
"""
WORDS = tuple(_LISTED.split())
"""A word for each byte. All begin with three letters of their own and differ from each other in
at least three, so that a word half heard in a noisy room is still not taken for another; they
name things, and nothing that is at issue where a war is talked about."""

SPOKEN = 12
"""How many bytes are said in words: 96 bits.

Somebody between host and guest must make a certificate of his own whose fingerprint begins
with the same bytes (a second preimage: the host made its own, so no birthday helps him). That
takes 2^96 tries; all the computers that mine Bitcoin, with their 10^21 hashes a second, would
need two years. A word fewer makes it three days, and nobody reads more than twelve aloud.
"""


@frozen
class Fingerprint:
    """The SHA-256 of a certificate.

    Attributes:
        digest: Its 32 bytes.
    """

    digest: bytes

    @classmethod
    def of(cls, certificate: bytes) -> "Fingerprint":
        """Return the fingerprint of a certificate in DER."""
        return cls(hashlib.sha256(certificate).digest())

    @property
    def signs(self) -> str:
        """Return it as browsers show it: `3F:A2:...`, 32 pairs."""
        return self.digest.hex(":").upper()

    @property
    def beginning(self) -> str:
        """Return as many of its signs as there are words."""
        return self.digest[:SPOKEN].hex(":").upper()

    @property
    def words(self) -> str:
        """Return its first bytes as words, one a pair of signs, in groups of four."""
        said = [WORDS[byte] for byte in self.digest[:SPOKEN]]
        return " / ".join(" ".join(said[i : i + 4]) for i in range(0, SPOKEN, 4))
