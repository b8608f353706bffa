/** Written by tools/built-ins/python.py from the stubs of typeshed: not by hand. `module@since: member@since`, one module a line; without a version it is in every Python 3 that is kept. */
export const PYTHON = `
abc: ABC ABCMeta abstractmethod get_cache_token update_abstractmethods
annotationlib@3.14: Format@3.14 ForwardRef@3.14 annotations_to_string@3.14 call_annotate_function@3.14 call_evaluate_function@3.14 get_annotate_from_class_namespace@3.14 get_annotations@3.14 type_repr@3.14
argparse: Action ArgumentDefaultsHelpFormatter ArgumentError ArgumentParser ArgumentTypeError BooleanOptionalAction HelpFormatter MetavarTypeHelpFormatter Namespace RawDescriptionHelpFormatter RawTextHelpFormatter
array: array
ast: AST Add And AnnAssign Assert Assign AsyncFor AsyncFunctionDef AsyncWith Attribute AugAssign Await BinOp BitAnd BitOr BitXor BoolOp Break Call ClassDef Compare Constant Continue Del Delete Dict DictComp Div Eq ExceptHandler Expr Expression FloorDiv For FormattedValue FunctionDef FunctionType GeneratorExp Global Gt GtE If IfExp Import ImportFrom In Interactive Interpolation@3.14 Invert Is IsNot JoinedStr LShift Lambda List ListComp Load Lt LtE MatMult Match MatchAs MatchClass MatchMapping MatchOr MatchSequence MatchSingleton MatchStar MatchValue Mod Module Mult Name NamedExpr NodeTransformer NodeVisitor Nonlocal Not NotEq NotIn Or ParamSpec@3.12 Pass Pow RShift Raise Return Set SetComp Slice Starred Store Sub Subscript TemplateStr@3.14 Try TryStar@3.11 Tuple TypeAlias@3.12 TypeIgnore TypeVar@3.12 TypeVarTuple@3.12 UAdd USub UnaryOp While With Yield YieldFrom alias arg arguments boolop cmpop compare@3.14 comprehension copy_location dump excepthandler expr expr_context fix_missing_locations get_docstring get_source_segment increment_lineno iter_child_nodes iter_fields keyword literal_eval main match_case mod operator parse pattern stmt type_ignore type_param@3.12 unaryop unparse walk withitem
asyncio@3.4:
asyncio.base_events@3.4: BaseEventLoop Server
asyncio.base_futures@3.4: isfuture
asyncio.base_subprocess@3.4: BaseSubprocessTransport ReadSubprocessPipeProto WriteSubprocessPipeProto
asyncio.base_tasks@3.4:
asyncio.constants@3.4:
asyncio.coroutines@3.4: iscoroutine iscoroutinefunction
asyncio.events@3.4: AbstractEventLoop AbstractServer BaseDefaultEventLoopPolicy Handle TimerHandle new_event_loop set_event_loop
asyncio.exceptions@3.8: BrokenBarrierError@3.11 CancelledError IncompleteReadError InvalidStateError LimitOverrunError SendfileNotAvailableError TimeoutError
asyncio.format_helpers@3.7: extract_stack
asyncio.futures@3.4: wrap_future
asyncio.graph@3.14: FrameCallGraphEntry@3.14 FutureCallGraph@3.14 capture_call_graph@3.14 format_call_graph@3.14 print_call_graph@3.14
asyncio.locks@3.4: Barrier@3.11 BoundedSemaphore Condition Event Lock Semaphore
asyncio.log@3.4:
asyncio.mixins@3.10:
asyncio.proactor_events@3.4: BaseProactorEventLoop
asyncio.protocols@3.4: BaseProtocol BufferedProtocol DatagramProtocol Protocol SubprocessProtocol
asyncio.queues@3.4: LifoQueue PriorityQueue Queue QueueEmpty QueueFull QueueShutDown@3.13
asyncio.runners@3.7: Runner@3.11 run
asyncio.selector_events@3.4: BaseSelectorEventLoop
asyncio.sslproto@3.4: AppProtocolState@3.11 SSLProtocol SSLProtocolState@3.11 add_flowcontrol_defaults@3.11
asyncio.staggered@3.8: staggered_race
asyncio.streams@3.4: FlowControlMixin StreamReader StreamReaderProtocol StreamWriter open_connection open_unix_connection start_server start_unix_server
asyncio.subprocess@3.4: Process SubprocessStreamProtocol create_subprocess_exec create_subprocess_shell
asyncio.taskgroups@3.11: TaskGroup
asyncio.tasks@3.4: all_tasks as_completed create_eager_task_factory@3.12 create_task current_task eager_task_factory@3.12 ensure_future gather run_coroutine_threadsafe shield sleep wait wait_for
asyncio.threads@3.9: to_thread
asyncio.timeouts@3.11: Timeout timeout timeout_at
asyncio.tools@3.14: CycleFoundException NodeType build_async_tree build_task_table display_awaited_by_tasks_table display_awaited_by_tasks_tree exit_with_permission_help_text@3.14 get_all_awaited_by
asyncio.transports@3.4: BaseTransport DatagramTransport ReadTransport SubprocessTransport Transport WriteTransport
asyncio.trsock@3.8: TransportSocket
asyncio.unix_events@3.4:
asyncio.windows_events@3.4: IocpProactor PipeServer ProactorEventLoop WindowsProactorEventLoopPolicy WindowsSelectorEventLoopPolicy
asyncio.windows_utils@3.4: PipeHandle Popen pipe
atexit: register unregister
base64: a85decode a85encode b16decode b16encode b32decode b32encode b32hexdecode b32hexencode b64decode b64encode b85decode b85encode decode decodebytes encode encodebytes standard_b64decode standard_b64encode urlsafe_b64decode urlsafe_b64encode z85decode@3.13 z85encode@3.13
bdb: Bdb BdbQuit Breakpoint checkfuncname effective set_trace
binascii: Error Incomplete a2b_ascii85@3.15 a2b_base32@3.15 a2b_base64 a2b_base85@3.15 a2b_hex a2b_qp a2b_uu b2a_ascii85@3.15 b2a_base32@3.15 b2a_base64@3.15 b2a_base85@3.15 b2a_hex b2a_qp b2a_uu crc32 crc_hqx hexlify unhexlify
bisect:
builtins: ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup@3.11 BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning Exception ExceptionGroup@3.11 FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit ImportCycleError@3.15 ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError@3.13 RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec filter float format frozendict@3.15 frozenset function getattr globals hasattr hash hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed round sentinel@3.15 set setattr slice sorted staticmethod str sum super tuple type vars zip
bz2: BZ2File compress decompress open
cProfile: Profile run runctx
calendar: Calendar Day@3.12 HTMLCalendar IllegalMonthError IllegalWeekdayError LocaleHTMLCalendar LocaleTextCalendar Month@3.12 TextCalendar calendar different_locale firstweekday format formatstring isleap leapdays month monthcalendar monthrange prcal prmonth prweek setfirstweekday timegm week weekday weekheader
cmath: acos acosh asin asinh atan atanh cos cosh exp isclose isfinite isinf isnan log log10 phase polar rect sin sinh sqrt tan tanh
cmd: Cmd
code: InteractiveConsole InteractiveInterpreter interact
codecs: BufferedIncrementalDecoder BufferedIncrementalEncoder Codec CodecInfo EncodedFile IncrementalDecoder IncrementalEncoder StreamReader StreamReaderWriter StreamRecoder StreamWriter backslashreplace_errors getdecoder getencoder getincrementaldecoder getincrementalencoder getreader getwriter ignore_errors iterdecode iterencode namereplace_errors replace_errors strict_errors xmlcharrefreplace_errors
codeop: CommandCompiler Compile compile_command
collections: ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque namedtuple
collections.abc@3.3:
colorsys: hls_to_rgb hsv_to_rgb rgb_to_hls rgb_to_hsv rgb_to_yiq yiq_to_rgb
compileall: compile_dir compile_file compile_path
compression@3.14:
compression.bz2@3.14:
compression.gzip@3.14:
compression.lzma@3.14:
compression.zlib@3.14:
compression.zstd@3.14: CompressionParameter DecompressionParameter FrameInfo Strategy compress decompress finalize_dict get_frame_info train_dict
concurrent@3.2:
concurrent.futures@3.2:
concurrent.futures.interpreter@3.14: BrokenInterpreterPool@3.14 InterpreterPoolExecutor@3.14 WorkerContext@3.14 do_call@3.14
concurrent.futures.process@3.2: BrokenProcessPool ProcessPoolExecutor
concurrent.futures.thread@3.2: BrokenThreadPool ThreadPoolExecutor WorkerContext@3.14
concurrent.interpreters@3.14: ExecutionFailed@3.14 Interpreter@3.14 create@3.14 get_current@3.14 get_main@3.14 list_all@3.14
configparser: BasicInterpolation ConfigParser ConverterMapping DuplicateOptionError DuplicateSectionError Error ExtendedInterpolation Interpolation InterpolationDepthError InterpolationError InterpolationMissingOptionError InterpolationSyntaxError InvalidWriteError@3.14 MissingSectionHeaderError MultilineContinuationError@3.13 NoOptionError NoSectionError ParsingError RawConfigParser SectionProxy UnnamedSectionDisabledError@3.14
contextlib: AbstractAsyncContextManager AbstractContextManager AsyncContextDecorator AsyncExitStack ContextDecorator ExitStack aclosing asynccontextmanager chdir@3.11 closing contextmanager nullcontext redirect_stderr redirect_stdout suppress
contextvars@3.7:
copy: Error copy deepcopy replace@3.13
copyreg: add_extension clear_extension_cache constructor pickle remove_extension
csv: Dialect DictReader DictWriter Sniffer excel excel_tab unix_dialect
ctypes: ArgumentError CDLL CFUNCTYPE DllCanUnloadNow DllGetClassObject HRESULT LibraryLoader OleDLL POINTER@3.14 PYFUNCTYPE PyDLL WINFUNCTYPE WinDLL WinError c_bool c_byte c_char c_char_p c_double c_double_complex c_float c_float_complex c_int c_int16 c_int32 c_int64 c_long c_longdouble c_longdouble_complex c_longlong c_short c_size_t c_ssize_t c_ubyte c_uint c_uint16 c_uint32 c_uint64 c_ulong c_ulonglong c_ushort c_void_p c_wchar c_wchar_p cast create_string_buffer create_unicode_buffer memoryview_at@3.14 pointer@3.14 py_object string_at wstring_at
ctypes.macholib:
ctypes.macholib.dyld: dyld_find framework_find
ctypes.macholib.dylib: dylib_info
ctypes.macholib.framework: framework_info
ctypes.util: dllist@3.14 find_library find_msvcrt test
ctypes.wintypes: FILETIME LPARAM MSG PBYTE PCHAR PFILETIME PFLOAT PHANDLE PINT PLARGE_INTEGER PLONG PMSG POINT PPOINT PRECT PSHORT PSIZE PSMALL_RECT PUINT PULARGE_INTEGER PULONG PUSHORT PWCHAR PWIN32_FIND_DATAA PWIN32_FIND_DATAW RECT RGB SIZE VARIANT_BOOL WIN32_FIND_DATAA WIN32_FIND_DATAW WPARAM
dataclasses@3.7: Field FrozenInstanceError InitVar KW_ONLY asdict astuple dataclass field fields is_dataclass make_dataclass replace
datetime: date datetime time timedelta timezone tzinfo
dbm: open whichdb
dbm.dumb: open
dbm.gnu:
dbm.ndbm:
dbm.sqlite3@3.13: error open
decimal: Clamped Context ConversionSyntax Decimal DecimalException DecimalTuple DivisionByZero DivisionImpossible DivisionUndefined FloatOperation Inexact InvalidContext InvalidOperation Overflow Rounded Subnormal Underflow
difflib: Differ HtmlDiff IS_CHARACTER_JUNK IS_LINE_JUNK Match SequenceMatcher context_diff diff_bytes get_close_matches ndiff restore unified_diff
dis: Bytecode Instruction Positions@3.11 code_info dis disassemble distb findlabels findlinestarts get_instructions pretty_flags show_code
doctest: DebugRunner DocFileCase DocFileSuite DocFileTest DocTest DocTestCase DocTestFailure DocTestFinder DocTestParser DocTestRunner DocTestSuite Example OutputChecker SkipDocTestCase TestResults UnexpectedException debug debug_script debug_src register_optionflag run_docstring_examples script_from_examples set_unittest_reportflags testfile testmod testsource
email: message_from_binary_file message_from_bytes message_from_file message_from_string
email.base64mime: body_encode decode header_encode header_length
email.charset: Charset add_alias add_charset add_codec
email.contentmanager: ContentManager
email.encoders: encode_7or8bit encode_base64 encode_noop encode_quopri
email.errors: BoundaryError CharsetError CloseBoundaryNotFoundDefect FirstHeaderLineIsContinuationDefect HeaderDefect HeaderMissingRequiredValue HeaderParseError HeaderWriteError InvalidBase64CharactersDefect InvalidBase64LengthDefect InvalidBase64PaddingDefect InvalidDateDefect InvalidHeaderDefect InvalidMultipartContentTransferEncodingDefect MessageDefect MessageError MessageParseError MisplacedEnvelopeHeaderDefect MissingHeaderBodySeparatorDefect MultipartConversionError MultipartInvariantViolationDefect NoBoundaryInMultipartDefect NonASCIILocalPartDefect NonPrintableDefect ObsoleteHeaderDefect StartBoundaryNotFoundDefect UndecodableBytesDefect
email.feedparser: BytesFeedParser FeedParser
email.generator: BytesGenerator DecodedGenerator Generator
email.header: Header decode_header make_header
email.headerregistry: Address AddressHeader BaseHeader ContentDispositionHeader ContentTransferEncodingHeader ContentTypeHeader DateHeader Group HeaderRegistry MIMEVersionHeader MessageIDHeader ParameterizedMIMEHeader ReferencesHeader@3.13 SingleAddressHeader UniqueAddressHeader UniqueDateHeader UniqueSingleAddressHeader UniqueUnstructuredHeader UnstructuredHeader
email.iterators: body_line_iterator typed_subpart_iterator walk
email.message: EmailMessage MIMEPart Message
email.mime:
email.mime.application: MIMEApplication
email.mime.audio: MIMEAudio
email.mime.base: MIMEBase
email.mime.image: MIMEImage
email.mime.message: MIMEMessage
email.mime.multipart: MIMEMultipart
email.mime.nonmultipart: MIMENonMultipart
email.mime.text: MIMEText
email.parser: BytesHeaderParser BytesParser HeaderParser Parser
email.policy: EmailPolicy
email.quoprimime: body_check body_encode body_length decode header_check header_decode header_encode header_length quote unquote
email.utils: collapse_rfc2231_value decode_params decode_rfc2231 encode_rfc2231 format_datetime formataddr formatdate getaddresses localtime make_msgid mktime_tz parseaddr parsedate parsedate_to_datetime parsedate_tz quote unquote
encodings: CodecRegistryError normalize_encoding search_function win32_code_page_search_function
encodings.aliases:
encodings.ascii: Codec IncrementalDecoder IncrementalEncoder StreamConverter StreamReader StreamWriter getregentry
encodings.base64_codec: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter base64_decode base64_encode getregentry
encodings.big5: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.big5hkscs: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.bz2_codec: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter bz2_decode bz2_encode getregentry
encodings.charmap: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp037: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1006: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1026: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1125@3.4: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1140: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1250: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1251: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1252: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1253: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1254: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1255: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1256: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1257: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp1258: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp273@3.4: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp424: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp437: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp500: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp720: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp737: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp775: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp850: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp852: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp855: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp856: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp857: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp858@3.2: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp860: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp861: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp862: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp863: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp864: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp865: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp866: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp869: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp874: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp875: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp932: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp949: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.cp950: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.euc_jis_2004: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.euc_jisx0213: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.euc_jp: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.euc_kr: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.gb18030: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.gb2312: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.gbk: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.hex_codec: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry hex_decode hex_encode
encodings.hp_roman8: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.hz: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.idna: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter ToASCII ToUnicode getregentry nameprep
encodings.iso2022_jp: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso2022_jp_1: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso2022_jp_2: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso2022_jp_2004: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso2022_jp_3: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso2022_jp_ext: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso2022_kr: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_1: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_10: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_11: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_13: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_14: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_15: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_16: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_2: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_3: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_4: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_5: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_6: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_7: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_8: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.iso8859_9: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.johab: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.koi8_r: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.koi8_t@3.5: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.koi8_u: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.kz1048@3.5: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.latin_1: Codec IncrementalDecoder IncrementalEncoder StreamConverter StreamReader StreamWriter getregentry
encodings.mac_arabic: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mac_croatian: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mac_cyrillic: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mac_farsi: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mac_greek: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mac_iceland: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mac_latin2: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mac_roman: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mac_romanian: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mac_turkish: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.mbcs: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.oem: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.palmos: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.ptcp154: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.punycode: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter T adapt decode_generalized_number generate_generalized_integer generate_integers getregentry insertion_sort insertion_unsort punycode_decode punycode_encode segregate selective_find selective_len
encodings.quopri_codec: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry quopri_decode quopri_encode
encodings.raw_unicode_escape: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.rot_13: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry rot13
encodings.shift_jis: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.shift_jis_2004: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.shift_jisx0213: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.tis_620: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.undefined: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.unicode_escape: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry
encodings.utf_16: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.utf_16_be: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.utf_16_le: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.utf_32: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.utf_32_be: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.utf_32_le: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.utf_7: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.utf_8: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode getregentry
encodings.utf_8_sig: IncrementalDecoder IncrementalEncoder StreamReader StreamWriter decode encode getregentry
encodings.uu_codec: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry uu_decode uu_encode
encodings.zlib_codec: Codec IncrementalDecoder IncrementalEncoder StreamReader StreamWriter getregentry zlib_decode zlib_encode
enum@3.4: Enum EnumCheck@3.11 EnumMeta Flag FlagBoundary@3.11 IntEnum IntFlag ReprEnum@3.11 StrEnum@3.11 auto bin@3.11 global_enum@3.11 global_enum_repr@3.11 global_flag_repr@3.11 global_str@3.11 member@3.11 nonmember@3.11 pickle_by_enum_name@3.11 pickle_by_global_name@3.11 property@3.11 show_flag_values@3.11 unique verify@3.11
errno:
faulthandler@3.3: cancel_dump_traceback_later disable dump_c_stack@3.14 dump_traceback dump_traceback_later enable is_enabled register unregister
fcntl: fcntl flock ioctl lockf
filecmp: clear_cache cmp cmpfiles dircmp
fileinput: FileInput close filelineno filename fileno hook_compressed input isfirstline isstdin lineno nextfile
fnmatch: filter filterfalse@3.14 fnmatch fnmatchcase translate
fractions: Fraction
ftplib: Error FTP FTP_TLS error_perm error_proto error_reply error_temp ftpcp parse150 parse227 parse229 parse257
functools: cache cached_property cmp_to_key lru_cache partial partialmethod reduce singledispatch singledispatchmethod total_ordering update_wrapper wraps
gc: collect disable enable freeze get_count get_debug get_freeze_count get_objects get_referents get_referrers get_stats get_threshold is_finalized is_tracked isenabled set_debug set_threshold unfreeze
getopt: GetoptError getopt gnu_getopt
getpass: GetPassWarning getpass getuser
gettext: GNUTranslations NullTranslations bindtextdomain c2py dgettext dngettext dnpgettext dpgettext find gettext install ngettext npgettext pgettext textdomain translation
glob: escape glob has_magic iglob translate@3.13
graphlib@3.9: CycleError TopologicalSorter
grp: getgrall getgrgid getgrnam struct_group
gzip: BadGzipFile GzipFile compress decompress open
hashlib: file_digest@3.11 new
heapq: merge nlargest nsmallest
hmac: HMAC digest new
html: escape unescape
html.entities:
html.parser: HTMLParser
http: HTTPMethod@3.11 HTTPStatus
http.client: BadStatusLine CannotSendHeader CannotSendRequest HTTPConnection HTTPException HTTPMessage HTTPResponse HTTPSConnection ImproperConnectionState IncompleteRead InvalidURL LineTooLong NotConnected RemoteDisconnected ResponseNotReady UnimplementedFileMode UnknownProtocol UnknownTransferEncoding parse_headers
http.cookiejar: Cookie CookieJar CookiePolicy DefaultCookiePolicy FileCookieJar LWPCookieJar LoadError MozillaCookieJar
http.cookies: BaseCookie CookieError Morsel SimpleCookie
http.server: BaseHTTPRequestHandler HTTPSServer@3.14 HTTPServer SimpleHTTPRequestHandler ThreadingHTTPSServer@3.14 ThreadingHTTPServer executable
imaplib: IMAP4 IMAP4_SSL IMAP4_stream Idler@3.14 Int2AP Internaldate2tuple ParseFlags Time2Internaldate
importlib: import_module invalidate_caches reload
importlib.abc: ExecutionLoader FileLoader InspectLoader MetaPathFinder PathEntryFinder SourceLoader
importlib.machinery: all_suffixes
importlib.metadata@3.8: DeprecatedList DeprecatedNonAbstract@3.12 DeprecatedTuple@3.11 Distribution DistributionFinder EntryPoint EntryPoints FileHash MetadataNotFound@3.15 MetadataPathFinder PackageNotFoundError PackagePath PathDistribution distribution distributions entry_points files metadata packages_distributions requires version
importlib.metadata.diagnose@3.13: inspect run
importlib.readers@3.10: FileReader MultiplexedPath NamespaceReader ZipReader
importlib.resources@3.7: as_file files is_resource open_binary open_text path read_binary read_text
importlib.resources.abc@3.11: Traversable@3.11 TraversableResources@3.11
importlib.resources.readers@3.11: remove_duplicates@3.11
importlib.resources.simple@3.11: ResourceContainer@3.11 ResourceHandle@3.11 SimpleReader@3.11 TraversableReader@3.11
importlib.simple@3.11:
importlib.util: LazyLoader find_spec resolve_name source_hash
inspect: ArgInfo Arguments Attribute BlockFinder BoundArguments BufferFlags@3.12 ClassFoundException ClosureVars EndOfBlock FrameInfo FullArgSpec Parameter Signature Traceback classify_class_attrs cleandoc currentframe findsource formatannotation formatannotationrelativeto formatargvalues get_annotations getabsfile getargs getargvalues getasyncgenlocals@3.12 getasyncgenstate@3.12 getattr_static getblock getclasstree getclosurevars getcomments getcoroutinelocals getcoroutinestate getdoc getfile getframeinfo getfullargspec getgeneratorlocals getgeneratorstate getinnerframes getlineno getmembers getmembers_static@3.11 getmodule getmodulename getmro getouterframes getsource getsourcefile getsourcelines indentsize isabstract isasyncgen isasyncgenfunction isawaitable isbuiltin isclass iscode iscoroutine iscoroutinefunction isdatadescriptor isframe isfunction isgenerator isgeneratorfunction isgetsetdescriptor ismemberdescriptor ismethod ismethoddescriptor ismethodwrapper@3.11 ismodule ispackage@3.14 isroutine istraceback markcoroutinefunction@3.12 signature stack trace unwrap walktree
io: BufferedIOBase IOBase RawIOBase Reader@3.14 TextIOBase UnsupportedOperation Writer@3.14
ipaddress@3.3: AddressValueError IPv4Address IPv4Interface IPv4Network IPv6Address IPv6Interface IPv6Network NetmaskValueError collapse_addresses get_mixed_type_key ip_address ip_interface ip_network summarize_address_range v4_int_to_packed v6_int_to_packed
itertools: accumulate batched@3.12 chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest
json: detect_encoding dump dumps load loads
json.decoder: JSONDecodeError JSONDecoder
json.encoder: JSONEncoder encode_basestring encode_basestring_ascii py_encode_basestring py_encode_basestring_ascii
json.scanner:
json.tool: main
keyword: iskeyword issoftkeyword
linecache: checkcache clearcache getline getlines lazycache updatecache
locale: Error atof atoi currency delocalize format_string getdefaultlocale getlocale getpreferredencoding localize normalize setlocale str
logging: BufferingFormatter FileHandler Filter Filterer Formatter Handler LogRecord Logger LoggerAdapter Manager NullHandler PercentStyle PlaceHolder RootLogger StrFormatStyle StreamHandler StringTemplateStyle addLevelName basicConfig captureWarnings critical currentframe debug disable error exception getHandlerByName@3.12 getHandlerNames@3.12 getLevelName getLevelNamesMapping@3.11 getLogRecordFactory getLogger getLoggerClass info log makeLogRecord setLogRecordFactory setLoggerClass shutdown warning
logging.config: BaseConfigurator ConvertingDict ConvertingList ConvertingMixin ConvertingTuple DictConfigurator dictConfig fileConfig listen stopListening valid_ident
logging.handlers: BaseRotatingHandler BufferingHandler DatagramHandler HTTPHandler MemoryHandler NTEventLogHandler QueueHandler QueueListener RotatingFileHandler SMTPHandler SocketHandler SysLogHandler TimedRotatingFileHandler WatchedFileHandler
lzma@3.3: LZMAFile compress decompress open
mailbox: Babyl BabylMessage Error ExternalClashError FormatError MH MHMessage MMDF MMDFMessage Mailbox Maildir MaildirMessage Message NoSuchMailboxError NotEmptyError mbox mboxMessage
marshal: dump dumps load loads
math: acos acosh asin asinh atan atan2 atanh cbrt@3.11 ceil comb copysign cos cosh degrees dist erf erfc exp exp2@3.11 expm1 fabs factorial floor fma@3.13 fmax@3.15 fmin@3.15 fmod frexp fsum gamma gcd hypot isclose isfinite isinf isnan isnormal@3.15 isqrt issubnormal@3.15 lcm ldexp lgamma log log10 log1p log2 modf nextafter perm pow prod radians remainder signbit@3.15 sin sinh sqrt sumprod@3.12 tan tanh trunc ulp
math.integer@3.15: comb factorial gcd isqrt lcm perm
mimetypes: MimeTypes add_type guess_all_extensions guess_extension guess_file_type@3.13 guess_type init read_mime_types
mmap: mmap
modulefinder: AddPackagePath Module ModuleFinder ReplacePackage test
msvcrt: GetErrorMode SetErrorMode get_osfhandle getch getche getwch getwche heapmin kbhit locking open_osfhandle putch putwch setmode ungetch ungetwch
multiprocessing:
multiprocessing.connection: Client Connection Listener Pipe PipeConnection answer_challenge deliver_challenge wait
multiprocessing.context: AuthenticationError BaseContext BufferTooShort DefaultContext ForkContext ForkProcess ForkServerContext ForkServerProcess Process ProcessError SpawnContext SpawnProcess TimeoutError assert_spawning get_spawning_popen set_spawning_popen
multiprocessing.dummy: Array DummyProcess Manager Namespace Pool Value active_children freeze_support shutdown
multiprocessing.dummy.connection: Client Connection Listener Pipe
multiprocessing.forkserver: ForkServer main read_signed write_signed
multiprocessing.heap: Arena BufferWrapper Heap rebuild_arena reduce_arena
multiprocessing.managers: BaseListProxy BaseManager BaseProxy DictProxy ListProxy Namespace RemoteError Server SetProxy@3.14 SharedMemoryManager SharedMemoryServer SyncManager Token ValueProxy
multiprocessing.pool: ApplyResult IMapIterator IMapUnorderedIterator MapResult Pool ThreadPool
multiprocessing.popen_fork: Popen
multiprocessing.popen_forkserver: Popen
multiprocessing.popen_spawn_posix: Popen
multiprocessing.popen_spawn_win32: Popen
multiprocessing.process: BaseProcess active_children current_process parent_process
multiprocessing.queues: JoinableQueue Queue SimpleQueue
multiprocessing.reduction: AbstractReducer DupFd DupHandle ForkingPickler dump duplicate recv_handle recvfds send_handle sendfds steal_handle
multiprocessing.resource_sharer: DupFd DupSocket stop
multiprocessing.resource_tracker@3.8: ResourceTracker main
multiprocessing.shared_memory@3.8: ShareableList SharedMemory
multiprocessing.sharedctypes: Array RawArray RawValue Synchronized SynchronizedArray SynchronizedBase SynchronizedString Value copy synchronized
multiprocessing.spawn: freeze_support get_command_line get_executable get_preparation_data import_main_path is_forking prepare set_executable spawn_main
multiprocessing.synchronize: Barrier BoundedSemaphore Condition Event Lock RLock SemLock Semaphore
multiprocessing.util: Finalize ForkAwareLocal ForkAwareThreadLock close_all_fds_except debug get_logger get_temp_dir info is_abstract_socket_namespace is_exiting log_to_stderr register_after_fork spawnv_passfds sub_debug sub_warning warn@3.14
netrc: NetrcParseError netrc
numbers: Complex Integral Number Rational Real
operator: attrgetter itemgetter methodcaller
optparse: AmbiguousOptionError BadOptionError HelpFormatter IndentedHelpFormatter OptParseError Option OptionConflictError OptionContainer OptionError OptionGroup OptionParser OptionValueError TitledHelpFormatter Values check_builtin check_choice
os: DirEntry PathLike WCOREDUMP WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED WSTOPSIG WTERMSIG abort access add_dll_directory chdir chflags chmod chown chroot close closerange confstr copy_file_range cpu_count ctermid device_encoding dup dup2 eventfd eventfd_read eventfd_write execl execle execlp execlpe execv execve execvp execvpe fchdir fchmod fchown fdatasync fdopen fork forkpty fpathconf fsdecode fsencode fspath fstat fstatvfs fsync ftruncate fwalk get_blocking get_exec_path get_handle_inheritable get_inheritable get_terminal_size getcwd getcwdb getegid getenv getenvb geteuid getgid getgrouplist getgroups getloadavg getlogin getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid getsid getuid getxattr grantpt initgroups isatty kill killpg lchflags lchmod lchown link listdir listdrives listmounts listvolumes listxattr lockf login_tty lseek lstat major makedev makedirs memfd_create minor mkdir mkfifo mknod nice open openpty pathconf pidfd_open pipe pipe2 plock posix_fadvise posix_fallocate posix_openpt posix_spawn posix_spawnp pread preadv process_cpu_count@3.13 ptsname putenv pwrite pwritev read readinto@3.14 readlink readv register_at_fork reload_environ@3.14 remove removedirs removexattr rename renames replace rmdir scandir sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler sched_param sched_rr_get_interval sched_setaffinity sched_setparam sched_setscheduler sched_yield sendfile set_blocking set_handle_inheritable set_inheritable setegid seteuid setgid setgroups setns setpgid setpgrp setpriority setregid setresgid setresuid setreuid setsid setuid setxattr splice startfile stat stat_result statvfs statvfs_result statx statx_result strerror symlink sync sysconf system tcgetpgrp tcsetpgrp terminal_size timerfd_create timerfd_gettime timerfd_gettime_ns timerfd_settime timerfd_settime_ns times times_result truncate ttyname umask uname uname_result unlink unlockpt unsetenv unshare urandom utime wait wait3 wait4 waitid waitid_result waitpid waitstatus_to_exitcode walk write writev
os.path:
pathlib@3.4: Path PosixPath PurePath PurePosixPath PureWindowsPath UnsupportedOperation@3.13 WindowsPath
pathlib.types@3.14: PathInfo
pdb: Pdb Restart find_function get_default_backend@3.14 help lasti2lineno main pm post_mortem run runcall runctx runeval set_default_backend@3.14 set_trace set_trace_async@3.14
pickle: PickleBuffer decode_long encode_long
pickletools: ArgumentDescriptor OpcodeInfo StackObject dis genops optimize read_bytes1 read_bytes4 read_bytes8 read_decimalnl_long read_decimalnl_short read_float8 read_floatnl read_int4 read_long1 read_long4 read_string1 read_string4 read_stringnl read_stringnl_noescape read_stringnl_noescape_pair read_uint1 read_uint2 read_uint4 read_uint8 read_unicodestring1 read_unicodestring4 read_unicodestring8 read_unicodestringnl
pkgutil: ModuleInfo extend_path get_data get_importer iter_importers iter_modules read_code resolve_name walk_packages
platform: AndroidVer@3.13 IOSVersionInfo@3.13 android_ver@3.13 architecture freedesktop_os_release invalidate_caches@3.14 ios_ver@3.13 libc_ver mac_ver machine node platform processor python_branch python_build python_compiler python_implementation python_revision python_version python_version_tuple release system system_alias uname uname_result version win32_edition win32_is_iot win32_ver
plistlib: InvalidFileException PlistFormat UID dump dumps load loads
poplib: POP3 POP3_SSL error_proto
pprint: PrettyPrinter isreadable isrecursive pformat pp pprint saferepr
profile: Profile run runctx
profiling@3.15:
profiling.sampling@3.15:
profiling.sampling.collector@3.15: Collector extract_lineno filter_internal_frames iter_async_frames normalize_location
profiling.sampling.gecko_collector@3.15: GeckoCollector GeckoThreadSpill SpillColumn
profiling.sampling.heatmap_collector@3.15: HeatmapCollector
profiling.sampling.jsonl_collector@3.15: JsonlCollector
profiling.sampling.pstats_collector@3.15: PstatsCollector
profiling.sampling.stack_collector@3.15: CollapsedStackCollector DiffFlamegraphCollector FlamegraphCollector StackTraceCollector
profiling.sampling.string_table@3.15: StringTable
profiling.tracing@3.15: label
pstats: FunctionProfile SortKey Stats StatsProfile
pty: fork openpty spawn
pwd: getpwall getpwnam getpwuid struct_passwd
py_compile: PyCompileError PycInvalidationMode compile main
pyclbr: Class Function readmodule readmodule_ex
pydoc: Doc ErrorDuringImport HTMLDoc HTMLRepr Helper ModuleScanner TextDoc TextRepr allmethods apropos classify_class_attrs classname cli cram describe doc get_pager@3.13 getdoc getpager importfile isdata ispath locate pager pathdirs pipe_pager@3.13 pipepager plain plain_pager@3.13 plainpager render_doc replace resolve safeimport source_synopsis splitdoc stripid synopsis tempfile_pager@3.13 tempfilepager tty_pager@3.13 ttypager visiblename writedoc writedocs
pyexpat: ErrorString ParserCreate XMLParserType
pyexpat.errors:
pyexpat.model:
queue: Full LifoQueue PriorityQueue Queue ShutDown@3.13
quopri: decode decodestring encode encodestring
random: Random SystemRandom
re: Match Pattern RegexFlag compile error escape findall finditer fullmatch match prefixmatch@3.15 purge search split sub subn
readline: add_history append_history_file clear_history get_begidx get_completer get_completer_delims get_completion_type get_current_history_length get_endidx get_history_item get_history_length get_line_buffer insert_text parse_and_bind read_history_file read_init_file redisplay remove_history_item replace_history_item set_auto_history set_completer set_completer_delims set_completion_display_matches_hook set_history_length set_pre_input_hook set_startup_hook write_history_file
reprlib: Repr recursive_repr repr
resource: getpagesize getrlimit getrusage prlimit setrlimit struct_rusage
rlcompleter: Completer
runpy: run_module run_path
sched: Event scheduler
secrets@3.6: choice randbelow randbits token_bytes token_hex token_urlsafe
select: devpoll epoll kevent kqueue poll select
selectors@3.4: BaseSelector DefaultSelector DevpollSelector EpollSelector KqueueSelector PollSelector SelectSelector SelectorKey
shelve: BsdDbShelf DbfilenameShelf Shelf ShelveError@3.15 open
shlex: join quote shlex split
shutil: Error ExecError ReadError RegistryError SameFileError SpecialFileError chown copy copy2 copyfile copyfileobj copymode copystat copytree disk_usage get_archive_formats get_terminal_size get_unpack_formats ignore_patterns make_archive move register_archive_format register_unpack_format unpack_archive unregister_archive_format unregister_unpack_format which
signal: Handlers ItimerError Sigmasks Signals alarm default_int_handler getitimer getsignal pause pidfd_send_signal pthread_kill pthread_sigmask raise_signal set_wakeup_fd setitimer siginterrupt signal sigpending sigtimedwait sigwait sigwaitinfo strsignal struct_siginfo valid_signals
site: StartupState@3.15 abs_paths addpackage addsitedir addsitepackages addusersitepackages check_enableusersite enablerlcompleter execsitecustomize execusercustomize gethistoryfile@3.13 getsitepackages getuserbase getusersitepackages main makepath register_readline@3.13 removeduppaths setcopyright sethelper setquit venv
smtplib: LMTP SMTP SMTPAuthenticationError SMTPConnectError SMTPDataError SMTPException SMTPHeloError SMTPNotSupportedError SMTPRecipientsRefused SMTPResponseException SMTPSenderRefused SMTPServerDisconnected SMTP_SSL quoteaddr quotedata
socket: AddressFamily AddressInfo MsgFlag SocketIO SocketKind create_connection create_server fromfd fromshare gaierror getaddrinfo getfqdn has_dualstack_ipv6 herror recv_fds send_fds socket socketpair
socketserver: BaseRequestHandler BaseServer DatagramRequestHandler ForkingMixIn ForkingTCPServer ForkingUDPServer ForkingUnixDatagramServer@3.12 ForkingUnixStreamServer@3.12 StreamRequestHandler TCPServer ThreadingMixIn ThreadingTCPServer ThreadingUDPServer ThreadingUnixDatagramServer ThreadingUnixStreamServer UDPServer UnixDatagramServer UnixStreamServer
sqlite3: Blob@3.11 Connection Cursor DataError DatabaseError Error IntegrityError InterfaceError InternalError NotSupportedError OperationalError PrepareProtocol ProgrammingError Row Warning
sqlite3.dbapi2: DateFromTicks TimeFromTicks TimestampFromTicks
sqlite3.dump:
ssl: AlertDescription DER_cert_to_PEM_cert DefaultVerifyPaths Options PEM_cert_to_DER_cert Purpose SSLCertVerificationError SSLContext SSLEOFError SSLError SSLErrorNumber SSLObject SSLSocket SSLSyscallError SSLWantReadError SSLWantWriteError SSLZeroReturnError TLSVersion VerifyFlags VerifyMode cert_time_to_seconds create_default_context get_default_verify_paths get_protocol_name get_server_certificate get_sigalgs@3.15
stat:
statistics@3.4: LinearRegression NormalDist StatisticsError correlation covariance fmean geometric_mean harmonic_mean kde@3.13 kde_random@3.13 linear_regression mean median median_grouped median_high median_low mode multimode pstdev pvariance quantiles stdev variance
string: Formatter Template capwords
string.templatelib@3.14: Interpolation Template convert
stringprep: in_table_a1 in_table_b1 in_table_c11 in_table_c11_c12 in_table_c12 in_table_c21 in_table_c21_c22 in_table_c22 in_table_c3 in_table_c4 in_table_c5 in_table_c6 in_table_c7 in_table_c8 in_table_c9 in_table_d1 in_table_d2 map_table_b2 map_table_b3
struct: error
subprocess: CalledProcessError CompletedProcess Popen STARTUPINFO SubprocessError TimeoutExpired call check_call check_output getoutput getstatusoutput list2cmdline run
symtable: Class Function Symbol SymbolTable SymbolTableFactory SymbolTableType@3.13 symtable
sys: UnraisableHookArgs activate_stack_trampoline@3.12 addaudithook audit breakpointhook call_tracing deactivate_stack_trampoline@3.12 exc_info exception@3.11 exit get_asyncgen_hooks get_coroutine_origin_tracking_depth get_int_max_str_digits get_lazy_imports@3.15 get_lazy_imports_filter@3.15 getallocatedblocks getandroidapilevel getdefaultencoding getdlopenflags getfilesystemencodeerrors getfilesystemencoding getprofile getrecursionlimit getrefcount getsizeof getswitchinterval gettotalrefcount gettrace getunicodeinternedsize@3.12 getwindowsversion intern is_finalizing is_remote_debug_enabled@3.14 is_stack_trampoline_active@3.12 remote_exec@3.14 set_asyncgen_hooks set_coroutine_origin_tracking_depth set_int_max_str_digits set_lazy_imports@3.15 set_lazy_imports_filter@3.15 setdlopenflags setprofile setrecursionlimit setswitchinterval settrace
sysconfig: get_config_h_filename get_config_var get_config_vars get_default_scheme get_makefile_filename get_path get_path_names get_paths get_platform get_preferred_scheme get_python_version get_scheme_names is_python_build parse_config_h
syslog: LOG_MASK LOG_UPTO closelog openlog setlogmask syslog
tabnanny: NannyNag check process_tokens
tarfile: AbsoluteLinkError AbsolutePathError CompressionError ExFileObject ExtractError FilterError HeaderError LinkFallbackError LinkOutsideDestinationError OutsideDestinationError ReadError SpecialFileError StreamError TarError TarFile TarInfo data_filter fully_trusted_filter is_tarfile tar_filter
tempfile: NamedTemporaryFile SpooledTemporaryFile TemporaryDirectory TemporaryFile gettempdir gettempdirb gettempprefix gettempprefixb mkdtemp mkstemp
termios: error tcdrain tcflow tcflush tcgetattr tcgetwinsize@3.11 tcsendbreak tcsetattr tcsetwinsize@3.11
textwrap: TextWrapper dedent fill indent shorten wrap
threading: Barrier BoundedSemaphore BrokenBarrierError Condition Event Semaphore Thread Timer active_count concurrent_tee@3.15 current_thread enumerate get_ident getprofile gettrace main_thread serialize_iterator@3.15 setprofile setprofile_all_threads@3.12 settrace settrace_all_threads@3.12 stack_size synchronized_iterator@3.15
time: asctime clock_getres clock_gettime clock_gettime_ns clock_settime clock_settime_ns ctime get_clock_info gmtime localtime mktime monotonic monotonic_ns perf_counter perf_counter_ns process_time process_time_ns pthread_getcpuclockid sleep strftime strptime struct_time thread_time thread_time_ns time time_ns tzset
timeit: Timer main repeat timeit
token: ISEOF ISNONTERMINAL ISTERMINAL
tokenize: TokenError TokenInfo Untokenizer any detect_encoding generate_tokens group maybe open tokenize untokenize
tomllib@3.11: TOMLDecodeError load loads
trace: CoverageResults Trace
traceback: FrameSummary StackSummary TracebackException clear_frames extract_stack extract_tb format_exc format_exception format_exception_only format_list format_stack format_tb print_exc print_exception print_last print_list print_stack print_tb walk_stack walk_tb
tracemalloc@3.4: BaseFilter DomainFilter Filter Frame Snapshot Statistic StatisticDiff Trace Traceback get_object_traceback take_snapshot
tty: cfmakecbreak@3.12 cfmakeraw@3.12 setcbreak setraw
types: AsyncGeneratorType BuiltinFunctionType CapsuleType@3.13 CellType ClassMethodDescriptorType CodeType CoroutineType DynamicClassAttribute EllipsisType FrameLocalsProxyType@3.15 FrameType FunctionType GeneratorType GenericAlias GetSetDescriptorType LazyImportType@3.15 MappingProxyType MemberDescriptorType MethodDescriptorType MethodType MethodWrapperType ModuleType NoneType NotImplementedType SimpleNamespace TracebackType UnionType WrapperDescriptorType coroutine get_original_bases@3.12 new_class prepare_class resolve_bases
typing@3.5: AbstractSet Any AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable AwaitableGenerator BinaryIO Collection Container ContextManager Coroutine ForwardRef Generator Hashable IO ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence MutableSet NamedTuple NewType ParamSpec ParamSpecArgs ParamSpecKwargs Reversible Sequence Sized SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt SupportsRound TextIO TypeAliasType@3.12 TypeVar TypeVarTuple@3.11 ValuesView assert_never@3.11 assert_type@3.11 cast clear_overloads@3.11 dataclass_transform@3.11 disjoint_base@3.15 evaluate_forward_ref@3.14 final get_args get_origin get_overloads@3.11 get_protocol_members@3.13 get_type_hints is_protocol@3.13 is_typeddict no_type_check overload override@3.12 reveal_type@3.11 runtime_checkable type_check_only
unicodedata: UCD bidirectional block@3.15 category combining decimal decomposition digit east_asian_width extended_pictographic@3.15 grapheme_cluster_break@3.15 indic_conjunct_break@3.15 is_normalized isxidcontinue@3.15 isxidstart@3.15 iter_graphemes@3.15 lookup mirrored name normalize numeric
unittest:
unittest.async_case@3.8: IsolatedAsyncioTestCase
unittest.case: FunctionTestCase SkipTest TestCase addModuleCleanup doModuleCleanups enterModuleContext@3.11 expectedFailure skip skipIf skipUnless
unittest.loader: TestLoader
unittest.main: TestProgram
unittest.mock: AsyncMagicMixin AsyncMock AsyncMockMixin Base CallableMixin MagicMixin MagicMock MagicProxy Mock NonCallableMagicMock NonCallableMock PropertyMock ThreadingMixin@3.13 ThreadingMock@3.13 create_autospec mock_open seal
unittest.result: TestResult failfast
unittest.runner: TextTestResult TextTestRunner
unittest.signals: installHandler registerResult removeHandler removeResult
unittest.suite: BaseTestSuite TestSuite
unittest.util: safe_repr sorted_list_difference strclass three_way_cmp unorderable_list_difference
urllib:
urllib.error: ContentTooShortError HTTPError URLError
urllib.parse: DefragResult DefragResultBytes ParseResult ParseResultBytes SplitResult SplitResultBytes parse_qs parse_qsl quote quote_from_bytes quote_plus unquote unquote_plus unquote_to_bytes unwrap urldefrag urlencode urljoin urlparse urlsplit urlunparse urlunsplit
urllib.request: AbstractBasicAuthHandler AbstractDigestAuthHandler AbstractHTTPHandler BaseHandler CacheFTPHandler DataHandler FTPHandler FileHandler HTTPBasicAuthHandler HTTPCookieProcessor HTTPDefaultErrorHandler HTTPDigestAuthHandler HTTPErrorProcessor HTTPHandler HTTPPasswordMgr HTTPPasswordMgrWithDefaultRealm HTTPPasswordMgrWithPriorAuth HTTPRedirectHandler HTTPSHandler OpenerDirector ProxyBasicAuthHandler ProxyDigestAuthHandler ProxyHandler Request UnknownHandler build_opener ftpwrapper getproxies getproxies_environment install_opener parse_http_list parse_keqv_list pathname2url proxy_bypass url2pathname urlcleanup urlopen urlretrieve
urllib.response: addbase addclosehook addinfo addinfourl
urllib.robotparser: RequestRate RobotFileParser
uuid: SafeUUID UUID getnode main@3.12 uuid1 uuid3 uuid4 uuid5 uuid6@3.14 uuid7@3.14 uuid8@3.14
venv@3.3: EnvBuilder create main
warnings: WarningMessage catch_warnings deprecated@3.13 filterwarnings formatwarning resetwarnings showwarning simplefilter
wave: Error Wave_read Wave_write open
weakref: CallableProxyType KeyedRef ProxyType ReferenceType WeakKeyDictionary WeakMethod WeakValueDictionary finalize
webbrowser: BackgroundBrowser BaseBrowser Chrome Elinks Error GenericBrowser Konqueror MacOS@3.15 MacOSXOSAScript Mozilla Opera UnixBrowser WindowsDefault get open open_new open_new_tab register register_standard_browsers
wsgiref:
wsgiref.handlers: BaseCGIHandler BaseHandler CGIHandler IISCGIHandler SimpleHandler format_date_time read_environ
wsgiref.headers: Headers
wsgiref.simple_server: ServerHandler WSGIRequestHandler WSGIServer demo_app make_server
wsgiref.types@3.11: ErrorStream FileWrapper InputStream StartResponse
wsgiref.util: FileWrapper application_uri guess_scheme is_hop_by_hop request_uri setup_testing_defaults shift_path_info
wsgiref.validate: ErrorWrapper InputWrapper IteratorWrapper PartialIteratorWrapper WSGIWarning WriteWrapper validator
xml:
xml.dom.NodeFilter: NodeFilter
xml.dom: DOMException DomstringSizeErr HierarchyRequestErr IndexSizeErr InuseAttributeErr InvalidAccessErr InvalidCharacterErr InvalidModificationErr InvalidStateErr NamespaceErr NoDataAllowedErr NoModificationAllowedErr Node NotFoundErr NotSupportedErr SyntaxErr UserDataHandler ValidationErr WrongDocumentErr
xml.dom.domreg: getDOMImplementation registerDOMImplementation
xml.dom.expatbuilder: ElementInfo ExpatBuilder ExpatBuilderNS FilterCrutch FilterVisibilityController FragmentBuilder FragmentBuilderNS InternalSubsetExtractor Namespaces ParseEscape Rejecter Skipper makeBuilder parse parseFragment parseFragmentString parseString
xml.dom.minicompat: EmptyNodeList NodeList defproperty
xml.dom.minidom: Attr CDATASection CharacterData Childless Comment DOMImplementation Document DocumentFragment DocumentType Element ElementInfo Entity Identified NamedNodeMap Node Notation ProcessingInstruction ReadOnlySequentialNamedNodeMap Text TypeInfo getDOMImplementation parse parseString
xml.dom.pulldom: DOMEventStream ErrorHandler PullDOM SAX2DOM parse parseString
xml.dom.xmlbuilder: DOMBuilder DOMBuilderFilter DOMEntityResolver DOMImplementationLS DOMInputSource DocumentLS Options
xml.etree.ElementInclude: FatalIncludeError LimitedRecursiveIncludeError default_loader include
xml.etree.ElementPath: find findall findtext get_parent_map iterfind prepare_child prepare_descendant prepare_parent prepare_predicate prepare_self prepare_star xpath_tokenizer
xml.etree.ElementTree: C14NWriterTarget Comment Element ElementTree ParseError ProcessingInstruction QName SubElement TreeBuilder XML XMLID XMLParser XMLPullParser canonicalize dump fromstringlist indent iselement iterparse parse register_namespace tostring tostringlist
xml.etree:
xml.etree.cElementTree:
xml.parsers:
xml.parsers.expat: ExpatError
xml.parsers.expat.errors:
xml.parsers.expat.model:
xml.sax: make_parser parse parseString
xml.sax.expatreader: ExpatLocator ExpatParser create_parser
xml.sax.handler: ContentHandler DTDHandler EntityResolver ErrorHandler LexicalHandler
xml.sax.saxutils: XMLFilterBase XMLGenerator escape prepare_input_source quoteattr unescape
xml.sax.xmlreader: AttributesImpl AttributesNSImpl IncrementalParser InputSource Locator XMLReader
xml.utils@3.15: is_valid_name is_valid_text
xmlrpc:
xmlrpc.client: Binary DateTime Error ExpatParser Fault GzipDecodedResponse Marshaller MultiCall MultiCallIterator ProtocolError ResponseError SafeTransport ServerProxy Transport Unmarshaller dumps escape getparser gzip_decode gzip_encode loads
xmlrpc.server: CGIXMLRPCRequestHandler DocCGIXMLRPCRequestHandler DocXMLRPCRequestHandler DocXMLRPCServer MultiPathXMLRPCServer ServerHTMLDoc SimpleXMLRPCDispatcher SimpleXMLRPCRequestHandler SimpleXMLRPCServer XMLRPCDocGenerator list_public_methods resolve_dotted_attribute
zipapp@3.5: ZipAppError create_archive get_interpreter
zipfile: BadZipFile CompleteDirs LargeZipFile Path PyZipFile ZipExtFile ZipFile ZipInfo is_zipfile
zlib: adler32 adler32_combine@3.15 compress compressobj crc32 crc32_combine@3.15 decompress decompressobj error
zoneinfo@3.9: ZoneInfo
`;
