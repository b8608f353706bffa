/** Written by tools/built-ins/javascript.mjs from the declarations of TypeScript and Node.js: not by hand. `owner: member@since`, one owner a line; `#` names a standard. */

/** Since = the edition of ECMAScript; without one ES5 or before. */
export const ECMASCRIPT = `
: AggregateError@2021 Array ArrayBuffer Atomics@2017 BigInt@2020 BigInt64Array@2020 BigUint64Array@2020 Boolean DataView Date Error EvalError FinalizationRegistry@2021 Float16Array@2025 Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array JSON Map@2015 Math NaN Number Object Promise@2015 Proxy@2015 RangeError ReferenceError RegExp Set@2015 SharedArrayBuffer@2017 String Symbol@2015 SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap@2015 WeakRef@2021 WeakSet@2015 decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval isFinite isNaN parseFloat parseInt unescape
Array: from@2015 isArray of@2015
Array.prototype: at@2022 concat copyWithin@2015 entries@2015 every fill@2015 filter find@2015 findIndex@2015 findLast@2023 findLastIndex@2023 flat@2019 flatMap@2019 forEach includes@2016 indexOf join keys@2015 lastIndexOf map pop push reduce reduceRight reverse shift slice some sort splice toLocaleString toReversed@2023 toSorted@2023 toSpliced@2023 toString unshift values@2015 with@2023
ArrayBuffer: isView
ArrayBuffer.prototype: byteLength detached@2024 maxByteLength@2024 resizable@2024 resize@2024 slice transfer@2024 transferToFixedLength@2024
Atomics: add@2017 and@2017 compareExchange@2017 exchange@2017 isLockFree@2017 load@2017 notify@2017 or@2017 store@2017 sub@2017 wait@2017 waitAsync@2024 xor@2017
BigInt: asIntN@2020 asUintN@2020
BigInt.prototype: toLocaleString@2020 toString@2020 valueOf@2020
Boolean.prototype: valueOf
DataView.prototype: buffer byteLength byteOffset getBigInt64@2020 getBigUint64@2020 getFloat16@2025 getFloat32 getFloat64 getInt16 getInt32 getInt8 getUint16 getUint32 getUint8 setBigInt64@2020 setBigUint64@2020 setFloat16@2025 setFloat32 setFloat64 setInt16 setInt32 setInt8 setUint16 setUint32 setUint8
Date: UTC now parse
Date.prototype: getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds toDateString toISOString toJSON toLocaleDateString toLocaleString toLocaleTimeString toString toTimeString toUTCString valueOf
Error.prototype: message name
FinalizationRegistry.prototype: register@2021 unregister@2021
Function.prototype: apply bind call name@2015 toString
Intl: getCanonicalLocales@2016
Iterator: from@2025
Iterator.prototype: drop@2025 every@2025 filter@2025 find@2025 flatMap@2025 forEach@2025 map@2025 reduce@2025 some@2025 take@2025 toArray@2025
JSON: parse stringify
Map: groupBy@2024
Map.prototype: clear@2015 delete@2015 entries@2015 forEach@2015 get@2015 has@2015 keys@2015 set@2015 size@2015 values@2015
Math: E LN10 LN2 LOG10E LOG2E PI SQRT2 abs acos acosh@2015 asin asinh@2015 atan atan2 atanh@2015 cbrt@2015 ceil clz32@2015 cos cosh@2015 exp expm1@2015 f16round@2025 floor fround@2015 hypot@2015 imul@2015 log log10@2015 log1p@2015 log2@2015 max min pow random round sign@2015 sin sinh@2015 sqrt tan tanh@2015 trunc@2015
Number: EPSILON@2015 NaN isFinite@2015 isInteger@2015 isNaN@2015 isSafeInteger@2015 parseFloat@2015 parseInt@2015
Number.prototype: toExponential toFixed toLocaleString toPrecision toString valueOf
Object: assign@2015 create defineProperties defineProperty entries@2017 freeze fromEntries@2019 getOwnPropertyDescriptor getOwnPropertyDescriptors@2017 getOwnPropertyNames getOwnPropertySymbols@2015 getPrototypeOf groupBy@2024 hasOwn@2022 is@2015 isExtensible isFrozen isSealed keys preventExtensions seal setPrototypeOf@2015 values@2017
Object.prototype: hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf
Promise: all@2015 allSettled@2020 any@2021 race@2015 reject@2015 resolve@2015 try@2025 withResolvers@2024
Promise.prototype: catch finally@2018 then
Proxy: revocable@2015
Reflect: apply@2015 construct@2015 defineProperty@2015 deleteProperty@2015 get@2015 getOwnPropertyDescriptor@2015 getPrototypeOf@2015 has@2015 isExtensible@2015 ownKeys@2015 preventExtensions@2015 set@2015 setPrototypeOf@2015
RegExp: escape@2025
RegExp.prototype: dotAll@2018 exec flags@2015 global hasIndices@2022 ignoreCase multiline source sticky@2015 test unicode@2015 unicodeSets@2024
Set.prototype: add@2015 clear@2015 delete@2015 difference@2025 entries@2015 forEach@2015 has@2015 intersection@2025 isDisjointFrom@2025 isSubsetOf@2025 isSupersetOf@2025 keys@2015 size@2015 symmetricDifference@2025 union@2025 values@2015
SharedArrayBuffer.prototype: byteLength@2017 grow@2024 growable@2024 maxByteLength@2024 slice@2017
String: fromCharCode fromCodePoint@2015 raw@2015
String.prototype: at@2022 charAt charCodeAt codePointAt@2015 concat endsWith@2015 includes@2015 indexOf isWellFormed@2024 lastIndexOf localeCompare match matchAll@2020 normalize@2015 padEnd@2017 padStart@2017 repeat@2015 replace replaceAll@2021 search slice split startsWith@2015 substring toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase toWellFormed@2024 trim trimEnd@2019 trimStart@2019 valueOf
Symbol: asyncIterator@2018 for@2015 hasInstance@2015 isConcatSpreadable@2015 iterator@2015 keyFor@2015 match@2015 matchAll@2020 replace@2015 search@2015 species@2015 split@2015 toPrimitive@2015 toStringTag@2015 unscopables@2015
Symbol.prototype: description@2019 toString valueOf
TypedArray: from of
TypedArray.prototype: at@2022 buffer byteLength byteOffset copyWithin entries@2015 every fill filter find findIndex findLast@2023 findLastIndex@2023 forEach includes@2016 indexOf join keys@2015 lastIndexOf map reduce reduceRight reverse set slice some sort subarray toLocaleString toReversed@2023 toSorted@2023 toString valueOf values@2015 with@2023
WeakMap.prototype: delete@2015 get@2015 has@2015 set@2015
WeakRef.prototype: deref@2021
WeakSet.prototype: add@2015 delete@2015 has@2015
`;

/** Since = the version of Node.js; without one nothing says. Members without an owner are global. */
export const NODE = `
assert: Assert@24.6 AssertionError deepEqual@0.1.21 deepStrictEqual@1.2 doesNotMatch@12.16 doesNotReject@10.0 doesNotThrow@0.1.21 equal@0.1.21 fail@0.1.21 ifError@0.1.97 match@12.16 notDeepEqual@0.1.21 notDeepStrictEqual@1.2 notEqual@0.1.21 notStrictEqual@0.1.21 ok@0.1.21 partialDeepStrictEqual@22.13 rejects@10.0 strict strictEqual@0.1.21 throws@0.1.21
assert/strict: Assert AssertionError CallTracker deepEqual deepStrictEqual doesNotMatch doesNotReject doesNotThrow equal fail ifError match notDeepEqual notDeepStrictEqual notEqual notStrictEqual ok partialDeepStrictEqual rejects strict strictEqual throws
async_hooks: AsyncLocalStorage@12.17 AsyncResource createHook@8.1 executionAsyncId@8.1 executionAsyncResource@12.17 triggerAsyncId
buffer: Blob@14.18 Buffer File@18.13 SlowBuffer atob btoa isAscii@18.15 isUtf8@18.14 resolveObjectURL@16.7 transcode@7.1
child_process: ChildProcess@2.2 exec@0.1.90 execFile@0.1.91 execFileSync@0.11.12 execSync@0.11.12 fork@0.5 spawn@0.1.90 spawnSync@0.11.12
cluster: Worker@0.7 disconnect fork setupMaster setupPrimary
console: Console assert clear context count countReset createTask debug dir dirxml error group groupCollapsed groupEnd info log profile profileEnd table time timeEnd timeLog timeStamp trace warn
crypto: Certificate@0.11.8 Cipheriv@0.1.94 Decipheriv@0.1.94 DiffieHellman@0.5 DiffieHellmanGroup@0.7.5#rfc2412#rfc3526 ECDH@0.11.14 Hash@0.1.92 KeyObject@11.6 Sign@0.1.92 Verify@0.1.92 X509Certificate@15.6 argon2@24.7#rfc9106 argon2Sync@24.7 checkPrime@15.8 checkPrimeSync@15.8 createCipheriv@0.1.94 createDecipheriv@0.1.94 createDiffieHellman@0.11.12 createDiffieHellmanGroup@0.9.3 createECDH@0.11.14 createHash@0.1.92 createHmac@0.1.94 createPrivateKey@11.6 createPublicKey@11.6 createSecretKey@11.6 createSign@0.1.92 createVerify@0.1.92 decapsulate@24.7 diffieHellman@12.17 encapsulate@24.7 generateKey@15.0 generateKeyPair@10.12 generateKeyPairSync@10.12 generateKeySync@15.0 generatePrime@15.8 generatePrimeSync@15.8 getCipherInfo@15.0 getCiphers@0.9.3 getCurves@2.3 getDiffieHellman@0.7.5 getFips@10.0 getHashes@0.9.3 getRandomValues@17.4 hash@20.12 hkdf@15.0#rfc5869 hkdfSync@15.0#rfc5869 pbkdf2@0.5.5 pbkdf2Sync@0.9.3 privateDecrypt@0.11.14 privateEncrypt@1.1 publicDecrypt@1.1 publicEncrypt@0.11.14 randomBytes@0.5.8 randomFill@6.13 randomFillSync@6.13 randomInt@12.19 randomUUID@14.17#rfc4122 randomUUIDv7@24.16#rfc9562 scrypt@10.5 scryptSync@10.5 secureHeapUsed@15.6 setEngine@0.11.11 setFips@10.0 sign@12.0 timingSafeEqual@6.6 verify@12.0
dgram: Socket@0.1.99 createSocket@0.11.13
diagnostics_channel: Channel@14.17 channel@14.17 hasSubscribers@14.17 subscribe@16.17 tracingChannel@19.9 unsubscribe@16.17
dns: Resolver@8.3 getDefaultResultOrder@18.17 getServers@0.11.3#rfc5952 lookup@0.1.90 lookupService@0.11.14 resolve@0.1.27 resolve4@0.1.16 resolve6@0.1.16 resolveAny#rfc8482 resolveCaa@14.17 resolveCname@0.3.2 resolveMx@0.1.27 resolveNaptr@0.9.12 resolveNs@0.1.90 resolvePtr@6.0 resolveSoa@0.11.10 resolveSrv@0.1.27 resolveTlsa@22.15 resolveTxt@0.1.27 reverse@0.1.16 setDefaultResultOrder@14.18 setServers@0.11.3#rfc5952
dns/promises: Resolver@10.6 getDefaultResultOrder@20.1 getServers@10.6#rfc5952 lookup@10.6 lookupService@10.6 resolve@10.6 resolve4@10.6 resolve6@10.6 resolveAny@10.6 resolveCaa@14.17 resolveCname@10.6 resolveMx@10.6 resolveNaptr@10.6 resolveNs@10.6 resolvePtr@10.6 resolveSoa@10.6 resolveSrv@10.6 resolveTlsa@22.15 resolveTxt@10.6 reverse@10.6 setDefaultResultOrder@14.18 setServers@10.6#rfc5952
domain: Domain create createDomain
events: EventEmitter@0.1.26 EventEmitterAsyncResource@16.14 addAbortListener getEventListeners getMaxListeners init listenerCount on once setMaxListeners
fs: Dir@12.12 Dirent@10.10 FileReadStream FileWriteStream ReadStream@0.1.93 Stats@0.1.21 Utf8Stream@24.6 WriteStream@0.1.93 access@0.11.15 accessSync@0.11.15 appendFile@0.6.7 appendFileSync@0.6.7 chmod@0.1.30 chmodSync@0.6.7 chown@0.1.97 chownSync@0.1.97 close@0.0.2 closeSync@0.1.21 copyFile@8.5 copyFileSync@8.5 cp@16.7 cpSync@16.7 createReadStream@0.1.31 createWriteStream@0.1.31 existsSync@0.1.21 fchmod@0.4.7 fchmodSync@0.4.7 fchown@0.4.7 fchownSync@0.4.7 fdatasync@0.1.96 fdatasyncSync@0.1.96 fstat@0.1.95 fstatSync@0.1.95 fsync@0.1.96 fsyncSync@0.1.96 ftruncate@0.8.6 ftruncateSync@0.8.6 futimes@0.4.2 futimesSync@0.4.2 glob@22.0 globSync@22.0 lchown lchownSync link@0.1.31 linkSync@0.1.31 lstat@0.1.30 lstatSync lutimes@12.19 lutimesSync@12.19 mkdir@0.1.8 mkdirSync@0.1.21 mkdtemp@5.10 mkdtempDisposableSync@24.4 mkdtempSync@5.10 open@0.0.2 openAsBlob@19.8 openSync@0.1.21 opendir@12.12 opendirSync@12.12 read@0.0.2 readFile@0.1.29 readFileSync@0.1.8 readSync@0.1.21 readdir@0.1.8 readdirSync@0.1.21 readlink@0.1.31 readlinkSync@0.1.31 readv@12.17 readvSync@12.17 realpath@0.1.31 realpathSync@0.1.31 rename@0.0.2 renameSync@0.1.21 rm@14.14 rmSync@14.14 rmdir@0.0.2 rmdirSync@0.1.21 stat@0.0.2 statSync statfs@18.15 statfsSync@18.15 symlink@0.1.31 symlinkSync@0.1.31 truncate@0.8.6 truncateSync@0.8.6 unlink@0.0.2 unlinkSync@0.1.21 unwatchFile@0.1.31 utimes@0.4.2 utimesSync@0.4.2 watch@0.5.10 watchFile@0.1.31 write@0.0.2 writeFile@0.1.29 writeFileSync@0.1.29 writeSync@0.1.21 writev@12.9 writevSync@12.9
fs/promises: access@10.0 appendFile@10.0 chmod@10.0 chown@10.0 copyFile@10.0 cp@16.7 glob@22.0 lchown@10.0 link@10.0 lstat@10.0 lutimes@12.19 mkdir@10.0 mkdtemp@10.0 mkdtempDisposable@24.4 open@10.0 opendir@12.12 readFile@10.0 readdir@10.0 readlink@10.0 realpath@10.0 rename@10.0 rm@14.14 rmdir@10.0 stat@10.0 statfs@18.15 symlink@10.0 truncate@10.0 unlink@10.0 utimes@10.0 watch@14.18 writeFile@10.0
http: Agent@0.3.4 ClientRequest@0.1.17 CloseEvent@22.5 IncomingMessage@0.1.17 MessageEvent@22.5 OutgoingMessage@0.1.17 Server@0.1.17 ServerResponse@0.1.17 WebSocket@22.5 createServer@0.1.13 get@0.3.6 request@0.3.6#rfc2616 setGlobalProxyFromEnv@24.14 setMaxIdleHTTPParsers@16.18 validateHeaderName@14.3 validateHeaderValue@14.3
http2: Http2ServerRequest@8.4 Http2ServerResponse@8.4 connect@8.4 createSecureServer@8.4 createServer@8.4 getDefaultSettings@8.4 getPackedSettings@8.4#rfc7540 getUnpackedSettings@8.4 performServerHandshake@20.12
https: Agent@0.4.5 Server@0.3.4 createServer@0.3.4 get@0.3.6 request@0.3.6
net: BlockList@14.18 BoundSocket@24.19 Server@0.1.90 Socket@0.3.4 SocketAddress@14.18 Stream connect createConnection createServer@0.5#rfc1122 getDefaultAutoSelectFamily@19.4 getDefaultAutoSelectFamilyAttemptTimeout@18.8 isIP@0.3 isIPv4@0.3 isIPv6@0.3 setDefaultAutoSelectFamily@19.4 setDefaultAutoSelectFamilyAttemptTimeout@18.8
os: arch@0.5 availableParallelism@18.14 cpus@0.3.3 endianness@0.9.4 freemem@0.3.3 getPriority@10.10 homedir@2.3 hostname@0.3.3 loadavg@0.3.3 machine@16.18 networkInterfaces@0.6 platform@0.5 release@0.3.3 setPriority@10.10 tmpdir@0.9.9 totalmem@0.3.3 type@0.3.3 uptime@0.3.3 userInfo@6.0 version@12.17
path: basename dirname extname format isAbsolute join matchesGlob normalize parse relative resolve toNamespacedPath
path/posix: basename dirname extname format isAbsolute join matchesGlob normalize parse relative resolve toNamespacedPath
path/win32: basename dirname extname format isAbsolute join matchesGlob normalize parse relative resolve toNamespacedPath
perf_hooks: Performance PerformanceEntry@8.5 PerformanceMark@16.17 PerformanceMeasure@16.17 PerformanceObserver@8.5 PerformanceObserverEntryList PerformanceResourceTiming@16.17 createHistogram@14.18 eventLoopUtilization@24.12 monitorEventLoopDelay@11.10 timerify@24.12
punycode: decode@0.5.1#rfc3492 encode@0.5.1#rfc3492 toASCII@0.6.1#rfc3492 toUnicode@0.6.1#rfc3492
querystring: decode encode escape@0.1.25 parse@0.1.25 stringify@0.1.25 unescape@0.1.25 unescapeBuffer
readline: Interface@0.1.104 clearLine@0.7.7 clearScreenDown@0.7.7 createInterface@0.1.98 cursorTo@0.7.7 emitKeypressEvents@0.7.7 moveCursor@0.7.7
readline/promises: Interface@17.0 Readline@17.0 createInterface@17.0
repl: REPLServer@0.1.91 Recoverable isValidSyntax start@0.1.91 writer
node:sea: getAsset@20.12 getAssetAsBlob@20.12 getAssetKeys@24.8 getRawAsset@20.12 isSea@20.12
node:sqlite: DatabaseSync@22.5 Session StatementSync@22.5 backup@23.8
stream: Duplex@0.9.4 PassThrough Readable@0.9.4 Stream Transform@0.9.4 Writable@0.9.4 addAbortSignal@15.4 compose destroy duplexPair@22.6 finished@10.0 getDefaultHighWaterMark@19.9 isDestroyed isDisturbed isErrored@16.14 isReadable@16.14 isWritable@20.0 pipeline@10.0 setDefaultHighWaterMark@19.9
stream/consumers: arrayBuffer@16.7 blob@16.7 buffer@16.7 bytes@24.14 json@16.7 text@16.7
stream/promises: finished pipeline
stream/web: ByteLengthQueuingStrategy CompressionStream CountQueuingStrategy DecompressionStream ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader ReadableStreamTee@24.19 TextDecoderStream TextEncoderStream TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultController WritableStreamDefaultWriter
string_decoder: StringDecoder
node:test: after@16.18 afterEach@16.18 before@16.18 beforeEach@16.18 describe expectFailure@24.15 getTestContext@24.19 it only@20.13 run@16.19 skip@20.13 suite@20.13 test@16.17 todo@20.13
timers: clearImmediate clearInterval clearTimeout setImmediate setInterval setTimeout
timers/promises: setImmediate@15.0 setInterval@15.9 setTimeout@15.0
tls: SecureContext Server@0.3.2 TLSSocket@0.11.4 checkServerIdentity@0.8.4 connect@0.11.3 convertALPNProtocols createSecureContext@0.11.13 createServer@0.3.2 getCACertificates@22.15 getCertificateCompressionAlgorithms@24.19#rfc8879 getCiphers@0.10.2 setDefaultCACertificates@24.5
tty: ReadStream@0.5.8 WriteStream@0.5.8 isatty@0.5.8
url: URL@6.13 URLPattern@23.8 URLSearchParams@6.13 Url domainToASCII@6.13#rfc5891 domainToUnicode@6.13 fileURLToPath@10.12 fileURLToPathBuffer@24.3 format@0.1.25 parse pathToFileURL@10.12 resolveObject urlToHttpOptions@14.18
util: MIMEParams MIMEType TextDecoder@8.3 TextEncoder@8.3 aborted@19.7 callbackify@8.2 convertProcessSignalToExitCode@24.14 debug debuglog@0.11.3 deprecate@0.8 diff@22.15 format@0.5.3 formatWithOptions@10.0 getCallSites@22.9 getSystemErrorMap@14.17 getSystemErrorMessage@22.12 getSystemErrorName@9.7 inherits@0.3 inspect@0.3 isDeepStrictEqual@9.0 parseArgs parseEnv@20.12 promisify@8.0 setTraceSigInt stripVTControlCharacters@16.11 styleText@20.12 toUSVString@14.18 transferableAbortController@18.11 transferableAbortSignal@18.11
util/types: isAnyArrayBuffer@10.0 isArgumentsObject@10.0 isArrayBuffer@10.0 isArrayBufferView@10.0 isAsyncFunction@10.0 isBigInt64Array@10.0 isBigIntObject@10.4 isBigUint64Array@10.0 isBooleanObject@10.0 isBoxedPrimitive@10.11 isCryptoKey@16.2 isDataView@10.0 isDate@10.0 isExternal@10.0 isFloat16Array@24.0 isFloat32Array@10.0 isFloat64Array@10.0 isGeneratorFunction@10.0 isGeneratorObject@10.0 isInt16Array@10.0 isInt32Array@10.0 isInt8Array@10.0 isKeyObject@16.2 isMap@10.0 isMapIterator@10.0 isModuleNamespaceObject@10.0 isNumberObject@10.0 isPromise@10.0 isProxy@10.0 isRegExp@10.0 isSet@10.0 isSetIterator@10.0 isSharedArrayBuffer@10.0 isStringObject@10.0 isSymbolObject@10.0 isTypedArray@10.0 isUint16Array@10.0 isUint32Array@10.0 isUint8Array@10.0 isUint8ClampedArray@10.0 isWeakMap@10.0 isWeakSet@10.0
vm: Script@0.3.1 compileFunction@10.10 createContext@0.3.1 createScript isContext@0.11.7 measureMemory@13.10 runInContext@0.3.1 runInNewContext@0.3.1 runInThisContext@0.3.1
worker_threads: BroadcastChannel@15.4 MessageChannel@10.5 MessagePort@10.5 Worker@10.5 getEnvironmentData@14.18 isMarkedAsUntransferable@21.0 markAsUncloneable@22.10 markAsUntransferable@12.19 moveMessagePortToContext@11.13 postMessageToThread@22.5 receiveMessageOnPort@12.3 setEnvironmentData@14.18
zlib: BrotliCompress@10.16 BrotliDecompress@10.16 Deflate@0.5.8 DeflateRaw@0.5.8 Gunzip@0.5.8 Gzip@0.5.8 Inflate@0.5.8 InflateRaw@0.5.8 Unzip@0.5.8 ZstdCompress@22.15 ZstdDecompress@22.15 brotliCompress@10.16 brotliCompressSync@10.16 brotliDecompress@10.16 brotliDecompressSync@10.16 crc32@22.2 createBrotliCompress@10.16 createBrotliDecompress@10.16 createDeflate@0.5.8 createDeflateRaw@0.5.8 createGunzip@0.5.8 createGzip@0.5.8 createInflate@0.5.8 createInflateRaw@0.5.8 createUnzip@0.5.8 createZstdCompress@22.15 createZstdDecompress@22.15 deflate@0.6 deflateRaw@0.6 deflateRawSync@0.11.12 deflateSync@0.11.12 gunzip@0.6 gunzipSync@0.11.12 gzip@0.6 gzipSync@0.11.12 inflate@0.6 inflateRaw@0.6 inflateRawSync@0.11.12 inflateSync@0.11.12 unzip@0.6 unzipSync@0.11.12 zstdCompress@22.15 zstdCompressSync@22.15 zstdDecompress@22.15 zstdDecompressSync@22.15
: AbortController AbortSignal Blob@18.0 BroadcastChannel@18.0 Buffer ByteLengthQueuingStrategy@18.0 CloseEvent CompressionStream CountQueuingStrategy@18.0 Crypto CryptoKey CustomEvent DOMException DecompressionStream Event EventTarget File@20.0 FormData Headers Intl Iterator MessageChannel@15.0 MessageEvent MessagePort@15.0 Navigator Performance PerformanceEntry@19.0 PerformanceMark@19.0 PerformanceMeasure@19.0 PerformanceObserver@19.0 PerformanceObserverEntryList@19.0 PerformanceResourceTiming@19.0 ReadableByteStreamController@18.0 ReadableStream@18.0 ReadableStreamBYOBReader@18.0 ReadableStreamBYOBRequest@18.0 ReadableStreamDefaultController@18.0 ReadableStreamDefaultReader@18.0 Reflect Request Response SubtleCrypto TextDecoder@11.0 TextDecoderStream@18.0 TextEncoder@11.0 TextEncoderStream@18.0 TransformStream@18.0 TransformStreamDefaultController@18.0 URL URLPattern URLSearchParams WebAssembly WebSocket WritableStream@18.0 WritableStreamDefaultController@18.0 WritableStreamDefaultWriter@18.0 atob@14.17 btoa@14.17 clearImmediate@0.9.1 clearInterval@0.0.1 clearTimeout@0.0.1 console crypto fetch globalThis navigator performance@16.0 process queueMicrotask@11.0 setImmediate@0.9.1 setInterval@0.0.1 setTimeout@0.0.1 structuredClone undefined
AbortSignal: abort any timeout
Buffer: alloc allocUnsafe allocUnsafeSlow byteLength compare concat copyBytesFrom from isBuffer isEncoding of
Iterator: from
ReadableStream: from
Response: error json redirect
SubtleCrypto: supports
URL: canParse createObjectURL parse revokeObjectURL
`;
