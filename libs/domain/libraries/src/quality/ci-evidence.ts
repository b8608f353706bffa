/** Badges that only a run of continuous integration makes. A README without one proves nothing. */
const BADGE = /(?:\/actions\/workflows\/[^\s)"'\]]{1,300}badge\.svg|img\.shields\.io\/(?:github\/actions\/workflow|github\/(?:workflow|checks-)\/?status|circleci|travis|appveyor|azure-devops|gitlab\/pipeline)|github\.com\/[^/\s]{1,100}\/[^/\s]{1,100}\/workflows\/[^\s)"'\]]{1,200}badge\.svg|travis-ci\.(?:org|com)\/|circleci\.com\/gh\/|ci\.appveyor\.com\/api|dev\.azure\.com\/[^\s)]{1,200}_apis\/build\/status|\/pipeline\.svg|codecov\.io\/gh\/|coveralls\.io\/repos\/)/i;
/** Files and folders that configure it, at the root of a repository or an archive of one. */
const CONFIGURATION = /^(?:\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.travis\.yml|\.circleci(?:\/config\.yml)?|\.appveyor\.yml|appveyor\.yml|azure-pipelines\.yml|\.azure-pipelines|Jenkinsfile|\.drone\.yml|\.cirrus\.yml|\.woodpecker(?:\.yml)?|\.buildkite)$/;

/** True where a README or a file shows that tests are run for every change; null where nothing does, which is not "no". */
export function showsContinuousIntegration(readme: string | null, paths: readonly string[] = []): true | null {
  return paths.some((path) => CONFIGURATION.test(path)) || (readme !== null && BADGE.test(readme.slice(0, 65_536))) ? true : null;
}
