"""Composes the two sides of a pair anew each time: how it is asked, what of the answer is there."""
import numpy as np

from texts import by_token, spread

SIDES = ('q', 'h', 'x', 'd', 'n')
LONGEST = {'q': 60, 'h': 30, 'x': 60, 'd': 160, 'n': 8}
DOCS = ('heading', 'cloze', 'link')
PYTHON = ('doc', 'class', 'test')
# How people ask, before and after what they ask for; without its end a question reads like a documentation line.
FRAMES = {
    'python': (('how to', ''), ('python', ''), ('python how to', ''), ('how to', 'in python'), ('', 'python'), ('', 'in python'), ('python function to', ''), ('how do you', 'in python'), ('python code to', ''), ('', 'using python'), ('python check', ''), ('write a function to', 'python'), ('how can i', 'python')),
    'script': (('how to', ''), ('javascript', ''), ('how to', 'in javascript'), ('', 'in typescript'), ('javascript function to', ''), ('how do you', ''), ('node js how to', ''), ('', 'typescript'), ('where is the code that', ''), ('which function', ''), ('where does it', ''), ('how does it', ''), ('what', '')),
}
# What a question in a few words leaves out.
LEFT_OUT = frozenset('a an the of this that these given return returns returned get gets is are be to for from with and its it in on as by into which will function method class object specified optional whether current'.split())


class Corpus:
    """The texts of all pairs as words, the frames behind them."""

    def __init__(self, words, records, table, types, sources):
        self.flat, self.table = words.flat, table
        count = records * len(SIDES)
        self.starts = words.starts[:count].reshape(records, len(SIDES))
        self.lengths = np.minimum(words.lengths[:count].reshape(records, len(SIDES)), [LONGEST[s] for s in SIDES])
        self.frame_starts, self.frame_lengths = words.starts[count:], words.lengths[count:]
        self.left_out = np.array([word.lower() in LEFT_OUT for word in (w[2] for w in words.words)])
        self.types, self.sources = np.array(types), np.array(sources)
        self.groups = np.select([np.isin(self.types, DOCS), np.isin(self.types, PYTHON)], [0, 1], 2)


def frame_texts():
    return [part for frames in FRAMES.values() for frame in frames for part in frame]


class Batches:
    def __init__(self, corpus, rng, framed=.4, documented=.5, terse=.5):
        self.c, self.rng, self.framed, self.documented, self.terse = corpus, rng, framed, documented, terse

    def sides(self, rows):
        c, rng, size = self.c, self.rng, len(rows)
        chance = lambda share: rng.random(size) < share
        at = {side: i for i, side in enumerate(SIDES)}
        starts, lengths = c.starts[rows], c.lengths[rows]
        has = {side: lengths[:, at[side]] > 0 for side in SIDES}
        docs = c.groups[rows] == 0
        code = ~docs
        ask_name = code & has['n'] & chance(.12)
        framed = code & chance(self.framed)
        with_doc = np.where(ask_name, chance(.7), np.where(code, chance(self.documented), True))
        with_head = np.where(docs, np.where(c.types[rows] == 'heading', chance(.3), chance(.8)), np.where(ask_name, chance(.5), True))
        # The product puts the name of a chunk before it.
        with_name = np.where(docs, False, chance(.4) & ~ask_name)
        frame = np.where(c.groups[rows] == 1, 0, len(FRAMES['python'])) + rng.integers(0, len(FRAMES['python']), size)
        part = lambda side, there: (starts[:, at[side]], lengths[:, at[side]] * there)
        asked = [(c.frame_starts[2 * frame], c.frame_lengths[2 * frame] * framed), part('q', ~ask_name), part('n', ask_name), (c.frame_starts[2 * frame + 1], c.frame_lengths[2 * frame + 1] * framed)]
        answer = [part('n', with_name), part('h', with_head), part('x', with_doc), part('d', np.ones(size, bool))]
        short = code & chance(self.terse)
        return self._tokens(asked, np.where(short[:, None], [[.08, .8]], [[.08, .1]])), self._tokens(answer, np.full((size, 2), .1))

    def _tokens(self, segments, dropped):
        """`dropped`: for each text, the share of its words left out, and of those that a short question does without."""
        starts, lengths = (np.stack([s[i] for s in segments], 1) for i in (0, 1))
        words = self.c.flat[spread(starts.ravel(), lengths.ravel())].astype(np.int64)
        sizes = lengths.sum(1)
        texts = np.repeat(np.arange(len(sizes)), sizes)
        keep = self.rng.random(len(words)) >= dropped[texts, self.c.left_out[words].astype(int)]
        words, texts = words[keep], texts[keep]
        sizes = np.bincount(texts, minlength=len(sizes))
        places = np.arange(len(words)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return by_token(words, texts, places, self.c.table)
