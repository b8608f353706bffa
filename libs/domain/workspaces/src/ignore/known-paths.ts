/** Tables: which names are noise for search, binary, or secret, whatever the ignore files say. Compared in lower case. */

export const VCS_DIRECTORIES: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.jj', '.bzr', 'cvs', '.sl']);

/** Fetched or generated, and unambiguous by name. `build`, `out`, `target` and `vendor` often hold sources: .gitignore decides on those. */
export const OUTPUT_DIRECTORIES: readonly string[] = [
  'node_modules', 'bower_components', 'jspm_packages', '.pnpm-store', '.yarn', '.venv', 'venv', 'site-packages', '__pycache__', '.tox', '.nox',
  '.mypy_cache', '.pytest_cache', '.ruff_cache', '.eggs', '.gradle', '.m2', '.next', '.nuxt', '.svelte-kit', '.turbo', '.nx', '.parcel-cache',
  '.cache', 'coverage', '.nyc_output', 'htmlcov', 'dist', '.terraform', '.idea', '.vs', '.twinmcp',
];

/** Lock files of which names and versions cannot be told from checksums, see `chunkLockFile`. They stay readable. */
export const LOCK_FILES: ReadonlySet<string> = new Set(['bun.lockb', 'pixi.lock', 'flake.lock']);

export const BINARY_EXTENSIONS: ReadonlySet<string> = new Set((
  'png jpg jpeg gif bmp ico icns webp avif tif tiff psd xcf heic mp3 mp4 m4a m4v mov avi mkv webm wav flac ogg oga opus aac pdf doc docx xls xlsx ppt pptx odt ods odp ' +
  'zip gz tgz bz2 xz zst 7z rar tar jar war ear whl egg nupkg deb rpm apk ipa dmg iso img class pyc pyo o a so dylib dll exe obj lib pdb wasm node bin ' +
  'woff woff2 ttf otf eot sqlite sqlite3 db mdb parquet arrow feather npy npz pt pth onnx safetensors h5 pkl pickle gguf blend fbx glb swf'
).split(' '));

/** Directories whose whole content is credentials. */
export const SECRET_DIRECTORIES: ReadonlySet<string> = new Set(['.ssh', '.gnupg', '.aws', '.azure', '.gcloud', '.kube']);

const SECRET_NAMES: ReadonlySet<string> = new Set([
  '.netrc', '_netrc', '.git-credentials', '.htpasswd', '.pgpass', '.my.cnf', '.npmrc', '.yarnrc', '.pypirc', '.vault-token', '.boto', '.s3cfg', '.dockercfg', '.envrc',
  'kubeconfig', 'credentials.json', 'client_secret.json', 'secring.gpg',
]);
const SECRET_EXTENSIONS = /\.(pem|key|p12|pfx|pkcs12|p8|jks|keystore|ppk|kdbx|kdb|gpg|ovpn|tfstate|tfvars|mobileprovision)$/;
const PRIVATE_KEY = /^(id_(rsa|dsa|ecdsa|ed25519)|ssh_host_[a-z0-9]+_key)(_.*|-.*)?$/;
const ENVIRONMENT_FILE = /^\.env(\..+)?$|^.+\.env$/;
const ENVIRONMENT_TEMPLATE = /\.(example|sample|template|dist|defaults?|schema)(\.|$)/;

export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  if (ENVIRONMENT_FILE.test(lower)) return !ENVIRONMENT_TEMPLATE.test(lower);
  return SECRET_NAMES.has(lower) || SECRET_EXTENSIONS.test(lower) || PRIVATE_KEY.test(lower) || /\.tfstate\./.test(lower) || /^(service[-_]?account|client[-_]secret).*\.json$/.test(lower);
}
