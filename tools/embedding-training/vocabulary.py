"""Chooses the terms that get a vector of their own, and a spelling for each that the teacher can read."""
import collections

import numpy as np

from texts import Vocabulary, Words


def choose(words: Words, teacher_words, size: int, buckets: int, least: int):
    """The commonest terms topped up with words the teacher knows. Returns (vocabulary, spellings, how often each is there)."""
    occurrences = np.bincount(words.flat, minlength=len(words.words))
    seen, spellings = collections.Counter(), collections.defaultdict(collections.Counter)
    for (terms, parts, _), count in zip(words.words, occurrences):
        count = int(count)
        whole = terms[:-len(parts)] if parts else []
        for term in terms:
            seen[term] += count
        for term in whole:
            spellings[term][' '.join(parts)] += count
        for term, part in zip(terms[len(whole):], parts):
            spellings[term][part] += count
    kept = [t for t, n in sorted(seen.items(), key=lambda e: (-e[1], e[0])) if n >= least]
    known = set(kept)
    extra = [t for t in teacher_words if t not in known]
    terms = kept[:size - min(len(extra), max(size - len(kept), size // 8))] + extra
    terms = terms[:size]
    spelt = [spellings[t].most_common(1)[0][0] if spellings.get(t) else t for t in terms]
    return Vocabulary(terms, buckets), spelt, np.array([seen[t] for t in terms] + [1] * buckets, np.float64)
