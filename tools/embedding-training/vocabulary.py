"""Chooses the terms that get a vector of their own, and a spelling for each that the teacher can read."""
import collections

import numpy as np

from texts import Vocabulary, Words


def choose(words: Words, teacher_words, size: int, buckets: int, min_texts: int):
    """The commonest terms by number of texts, topped up with words the teacher knows. Returns (vocabulary, spellings, how many texts each is in)."""
    occurrences = np.asarray((words.counts > 0).sum(0)).ravel()
    texts, spellings = collections.Counter(), collections.defaultdict(collections.Counter)
    for (terms, parts), count in zip(words.words, occurrences):
        count = int(count)
        whole = terms[:-len(parts)] if parts else []
        for term in terms:
            texts[term] += count
        for term in whole:
            spellings[term][' '.join(parts)] += count
        for term, part in zip(terms[len(whole):], parts):
            spellings[term][part] += count
    kept = [t for t, n in sorted(texts.items(), key=lambda e: (-e[1], e[0])) if n >= min_texts]
    known = set(kept)
    extra = [t for t in teacher_words if t not in known]
    terms = kept[:size - min(len(extra), max(size - len(kept), size // 8))] + extra
    terms = terms[:size]
    spelt = [spellings[t].most_common(1)[0][0] if spellings.get(t) else t for t in terms]
    return Vocabulary(terms, buckets), spelt, np.array([texts[t] for t in terms] + [1] * buckets, np.float64)
