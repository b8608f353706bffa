"""The other side of libs/adapters/embedders/src/onnx.bench.ts: embeds the texts of the first line of input whenever it is told to."""
import json
import resource
import sys
import time

import sentence_transformers
import torch

torch.set_num_threads(int(sys.argv[2]))
model = sentence_transformers.SentenceTransformer(sys.argv[1], device="cpu")
texts = json.loads(sys.stdin.readline())
model.encode(texts[:16])


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def answer(value):
    print(json.dumps(value), flush=True)


answer(f"sentence-transformers {sentence_transformers.__version__}, torch {torch.__version__}, {torch.get_num_threads()} threads")
for line in sys.stdin:
    if line.strip() == "round":
        before, started = cpu(), time.perf_counter()
        model.encode(texts, show_progress_bar=False)
        answer({"seconds": time.perf_counter() - started, "cpu": cpu() - before})
    else:
        answer(model.encode(texts[:64], show_progress_bar=False).tolist())
