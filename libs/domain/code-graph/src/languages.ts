/** Languages that can name each other's symbols. Families never mix. */
const FAMILIES: Readonly<Record<string, string>> = {
  typescript: 'ecmascript', tsx: 'ecmascript', javascript: 'ecmascript', jsx: 'ecmascript', vue: 'ecmascript', svelte: 'ecmascript', astro: 'ecmascript',
  c: 'c', cpp: 'c', objectivec: 'c', java: 'jvm', kotlin: 'jvm', scala: 'jvm', groovy: 'jvm', css: 'css', scss: 'css', less: 'css', yaml: 'yaml', json: 'json',
};

export function familyOf(language: string): string {
  return FAMILIES[language] ?? language;
}

const TEST_PATH = new RegExp([
  String.raw`(?:^|/)(?:__tests__|__mocks__|tests?|specs?|testing|test-support|testdata|e2e|fixtures)/`,
  String.raw`[._-](?:test|spec|e2e|bench|stories)s?\.[a-z]+$`,
  String.raw`(?:^|/)(?:test_[^/]*|conftest)\.py$`,
  String.raw`_test\.(?:go|py|rb|cc|cpp|dart|ex|exs)$`,
  String.raw`_spec\.rb$`,
  String.raw`[a-z0-9](?:Tests?|TestCase|Spec|IT)\.(?:java|kt|scala|cs|php|swift|groovy)$`,
].join('|'));

/** Test code by the customs of its language: folder or file name. */
export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path);
}

const TEST_SUPPORT = /(?:^|\/)(?:test-support|test[-_]?utils?|test[-_]?helpers?|testdata|testing|fixtures|__mocks__)\/|(?:^|\/)conftest\.py$/;

/** Test code that is not run itself: what tests share. */
export function isTestSupportPath(path: string): boolean {
  return TEST_SUPPORT.test(path) && !/[._-](?:test|spec)s?\.[a-z]+$|(?:^|\/)test_[^/]*\.py$|_test\.[a-z]+$/.test(path);
}

/** Members that the language's own types have: an unknown receiver's `get` says nothing about the workspace. */
const COMMON_MEMBERS: Readonly<Record<string, ReadonlySet<string>>> = {
  ecmascript: words(`abort add addEventListener append apply assign at bind call catch charAt charCodeAt children clear clone close concat constructor copyWithin count data delete destroy dispatchEvent done emit end
    endsWith entries error every exec fill filter finally find findIndex findLast flat flatMap flush forEach freeze from get getTime has hasOwnProperty includes indexOf info isArray item join keys kind lastIndexOf length
    listen load log lookup map match message name next node now of off on once open options parent parse path pipe pop postMessage push query read reason reduce reject remove removeEventListener removeListener replace replaceAll resolve resume return
    reverse run search send set shift signal size slice some sort splice split start startsWith status stop stringify subarray substring then test text throw toFixed toISOString toJSON toLowerCase toString toUpperCase trim
    type union unref unshift update url value valueOf values warn write json headers body method params href host port id key code stack cause debug trace fatal child level input output result`),
  python: words(`add append args clear close copy count data decode encode endswith exists extend find format get group groups id index info insert isdigit items join keys lower lstrip match message name next open parse pop
    popitem path read readline readlines remove replace reverse rstrip run search send set setdefault sort split splitlines start startswith status stop strip sub text title update upper url value values write debug error warning exception log`),
  go: words('Add Close Done Error Get Len Less Lock New Next Read Run Set Start Stop String Swap Unlock Wait Write Println Printf Sprintf Errorf Fatal Fatalf Name Value Type'),
  rust: words('as_ref as_str borrow clone cmp collect contains default deref drop eq expect extend filter find fmt from get get_mut hash insert into into_iter is_empty iter iter_mut join keys len lock map map_err name new next ok parse pop push push_str read remove send set sort split to_owned to_string to_vec trim unwrap unwrap_or values with_capacity write'),
  jvm: words('add addAll append apply build clear close compare compareTo contains containsKey copy equals filter find flatMap forEach format get getClass getKey getName getValue hasNext hashCode indexOf isEmpty iterator join keySet length let map matches name next of parse put remove replace run set size sort split start stop stream substring test toList toString trim valueOf values write'),
  csharp: words('Add AddRange Any Append Clear Close Contains ContainsKey Copy Count Dispose Equals First FirstOrDefault Format Get GetHashCode GetType Insert Join Key Length Name Parse Remove Replace Run Select Set Split Start Stop ToArray ToList ToString Trim TryGetValue Value Where Write WriteLine'),
  ruby: words('[] add all? any? append call class clear close collect concat count delete dup each each_with_index empty? find first format freeze get gsub hash id include? inspect join key? keys last length map match merge name new next nil? open pop push puts raise read reject replace run select send set size sort split start stop strip sub to_a to_h to_i to_s update value values write'),
  php: words('add all append call close count delete each filter find first format get getMessage getName has handle id insert join key keys last make map merge name push query remove replace run save set setName size sort split start stop toArray toString type update value values where write'),
  c: words('add append at back begin c_str clear close data empty end erase find first front get init insert length name next open pop pop_back push push_back read reset resize run second set size start stop str substr swap type value write'),
  swift: words('add append contains count description filter first forEach get id index insert isEmpty joined keys last map name popLast reduce remove removeAll removeLast reserveCapacity reversed run set sorted split start stop update value values'),
  lua: words('add byte close concat find format get gsub insert len lower match name new next open read remove rep set sort sub type unpack upper value write'),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

export function isCommonMember(family: string, name: string): boolean {
  return COMMON_MEMBERS[family]?.has(name) ?? false;
}
