"""Scores the teacher on the development sets, the line every step of the training is compared with."""
import json
import sys
import time
from pathlib import Path

from devsets import load_sets
from teacher import Teacher

if __name__ == '__main__':
    teacher, out = Teacher(Path(sys.argv[1])), Path(sys.argv[2])
    results = json.loads(out.read_text()) if out.exists() else {}
    for dev in load_sets(('docs-qa', 'docs-links-fastify', 'docs-links-mcp-ts-sdk', 'cosqa', 'docs-conala')):
        if dev.name in results:
            continue
        started = time.time()
        results[dev.name] = dev.score(teacher.embed(dev.questions), teacher.embed(dev.documents))
        print(dev.name, results[dev.name], f'{time.time() - started:.0f} s', flush=True)
        out.write_text(json.dumps(results, indent=1))
