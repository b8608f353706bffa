/** Well-known npm packages, written by hand: fame (of 100) | name | other names | keywords | what it does. */
export const NPM_SEED = `
98|react|reactjs,react.js|ui,component,frontend,jsx|Library for building user interfaces from components
96|react-dom||react,dom,render|Renders React components into the DOM
80|preact||react,ui,component,virtual dom|Small alternative to React with the same API
88|vue|vuejs,vue.js|ui,component,frontend,framework|Progressive framework for building user interfaces
70|svelte||ui,compiler,component,frontend|Compiler that turns declarative components into efficient JavaScript
72|@angular/core|angular|ui,framework,component,frontend|Core of the Angular web application framework
58|solid-js|solidjs|ui,reactive,component|Reactive user interface library with fine-grained updates
55|lit||web components,templates,custom elements|Small library for fast web components
50|alpinejs|alpine.js|ui,html,behaviour|Adds behaviour to markup with attributes
62|jquery||dom,browser,library|Library for operations on the DOM
84|next|nextjs,next.js|react,framework,ssr,static site|React framework with server rendering and static generation
58|nuxt|nuxtjs|vue,framework,ssr|Vue framework with server rendering
55|@remix-run/react|remix|react,framework,router|Full stack React framework on web standards
52|astro||static site,islands,framework|Web framework for content sites that ships little JavaScript
48|gatsby||react,static site,graphql|Static site generator with React
45|@sveltejs/kit|sveltekit|svelte,framework,ssr|Application framework for Svelte
40|@11ty/eleventy|eleventy,11ty|static site,generator,templates|Simple static site generator
50|@docusaurus/core|docusaurus|documentation,static site|Documentation sites with React and Markdown
45|vitepress||documentation,static site,vue|Documentation sites with Vite and Vue
92|express|expressjs,express.js|http,server,web,framework,middleware,router|Minimal web framework for Node.js with middleware and routing
74|fastify||http,server,web,framework|Fast web framework with low overhead and schema validation
66|koa|koajs|http,server,web,framework,middleware|Web framework with async middleware
62|hono||http,server,web,framework,edge|Small web framework for edge runtimes and Node.js
60|@nestjs/core|nestjs,nest|framework,server,dependency injection|Progressive framework for server-side applications with modules and dependency injection
46|@hapi/hapi|hapi,hapijs|http,server,web,framework|Server framework with configuration over code
40|restify||rest,http,server,api|Framework for REST services
38|polka||http,server,micro|Micro web server with middleware
42|h3||http,server,minimal|Minimal HTTP framework for many runtimes
70|cors||http,middleware,cors|Middleware that enables cross-origin requests
72|body-parser||http,middleware,body,json|Middleware that parses request bodies
68|helmet||http,security,headers,middleware|Sets HTTP security headers
60|morgan||http,logger,middleware,log|HTTP request logger middleware
62|compression||http,gzip,middleware|Middleware that compresses responses
58|express-session||session,cookie,middleware|Session middleware
64|cookie-parser||cookie,middleware,http|Middleware that parses cookies
70|cookie||cookie,http,parse,serialize|Parses and serializes HTTP cookies
66|tough-cookie||cookie,jar,rfc6265|Cookies and cookie jar after RFC 6265
55|js-cookie||cookie,browser|Small API for cookies in the browser
66|multer||upload,multipart,form,middleware|Middleware for file uploads
52|formidable||upload,multipart,form|Parses form data and file uploads
55|busboy||multipart,form,stream,parser|Streaming parser for form data
60|passport|passportjs|authentication,auth,middleware|Authentication middleware with strategies
72|jsonwebtoken|jwt|jwt,token,auth|JSON web tokens: sign and verify
62|jose||jwt,jws,jwe,crypto|JSON Web Tokens, signing and encryption for all runtimes
66|bcrypt||password,hash,crypto|Password hashing with bcrypt, native
56|bcryptjs|bcrypt.js|password,hash,crypto|Password hashing with bcrypt in plain JavaScript
40|argon2||password,hash,crypto|Password hashing with Argon2
45|next-auth|authjs|authentication,oauth,session|Authentication for Next.js
58|express-rate-limit||rate limit,middleware|Limits repeated requests
50|http-proxy-middleware||proxy,middleware,http|Proxy middleware for web servers
58|http-proxy||proxy,http,websocket|Programmable HTTP proxy
56|http-errors||http,error,status|Creates HTTP error objects
60|mime-types||mime,content type|Maps file extensions to content types
50|send||static,files,http|Streams static files over HTTP
50|serve-static||static,files,middleware|Serves static files
94|axios||http,client,request,promise,ajax|Promise based HTTP client for browsers and Node.js
82|node-fetch||fetch,http,client,request|Fetch API for Node.js
70|got||http,client,request,retry|HTTP request client with retries, streams and hooks
58|ky||http,client,fetch,request,browser|Small elegant HTTP client on the Fetch API
60|superagent||http,client,ajax,request|Small progressive HTTP request client
76|undici||http,client,fetch,pool|HTTP/1.1 client for Node.js with pooling
50|cross-fetch||fetch,polyfill,universal|Fetch for browsers and Node.js
48|isomorphic-fetch||fetch,polyfill|Fetch for browsers and Node.js
44|ofetch||fetch,browser,worker|Better fetch for Node.js, browsers and workers
56|request||http,client,deprecated|Simplified HTTP request client, no longer maintained
40|needle||http,client,streams|Lean HTTP client with streams
48|whatwg-fetch||fetch,polyfill,browser|Fetch polyfill for browsers
46|nock||http,mock,testing|Mocks HTTP requests in tests
50|msw||mock,api,testing,service worker|Mocks APIs at the network level
62|supertest||http,testing,assert|Tests HTTP servers
80|ws|websocket|websocket,server,client|WebSocket client and server
70|socket.io|socketio|websocket,realtime,events|Real-time events between browsers and servers
64|socket.io-client||websocket,realtime,client|Client of Socket.IO
60|graphql||graphql,api,query|Reference implementation of GraphQL
48|@apollo/client|apollo|graphql,client,cache|GraphQL client with a cache
46|@apollo/server|apollo-server|graphql,server|GraphQL server
44|graphql-request||graphql,client,minimal|Minimal GraphQL client
38|urql||graphql,client,react|Flexible GraphQL client
40|graphql-yoga||graphql,server|GraphQL server on web standards
52|@trpc/server|trpc|rpc,typescript,api|Type-safe APIs without schemas or code generation
50|@grpc/grpc-js|grpc|grpc,rpc|gRPC for Node.js
52|protobufjs|protobuf|protocol buffers,serialization|Protocol Buffers for JavaScript
90|typescript|ts,tsc|types,compiler,language|TypeScript language and compiler
74|ts-node||typescript,execute,repl|Runs TypeScript in Node.js
62|tsx||typescript,execute,esm|Runs TypeScript and ESM in Node.js
66|ts-jest||typescript,jest,transform|Jest transformer for TypeScript
80|tslib||typescript,runtime,helpers|Runtime helpers of TypeScript
50|tsup||bundler,typescript,library|Bundles TypeScript libraries
88|webpack||bundler,modules,build|Bundles modules and assets for the browser
84|vite|vitejs|bundler,dev server,build,frontend|Fast development server and build tool for the web
80|esbuild||bundler,minifier,fast|Very fast bundler and minifier
78|rollup|rollupjs|bundler,modules,esm,library|Bundles ES modules
58|parcel||bundler,zero configuration|Web application bundler without configuration
56|@swc/core|swc|compiler,typescript,fast|Fast compiler for JavaScript and TypeScript
84|@babel/core|babel|compiler,transpiler|Compiler of modern JavaScript
70|@babel/preset-env||babel,preset|Babel preset for target environments
66|babel-loader||webpack,babel,loader|Babel for webpack
56|gulp||build,task runner,streams|Streaming build system with tasks
48|grunt||build,task runner|JavaScript task runner
58|browserify||bundler,require,browser|Bundles Node.js style modules for the browser
50|nx||monorepo,build,task runner|Monorepo build system with caching
48|turbo|turborepo|monorepo,build,task runner|Build system for monorepos
50|lerna||monorepo,publish|Manages monorepos with many packages
60|terser||minify,compress,uglify|JavaScript minifier for modern code
54|uglify-js|uglifyjs|minify,compress|JavaScript minifier and compressor
44|html-webpack-plugin||webpack,html|Generates HTML for webpack bundles
70|postcss||css,transform,plugins|Transforms CSS with plugins
68|autoprefixer||css,prefix,postcss|Adds vendor prefixes to CSS
60|sass|dart-sass|css,scss,preprocessor|CSS preprocessor
44|less||css,preprocessor|CSS preprocessor
48|cssnano||css,minify,postcss|Minifies CSS
78|tailwindcss|tailwind|css,utility,framework|Utility-first CSS framework
58|bootstrap||css,framework,components|CSS framework with components
40|bulma||css,framework,flexbox|CSS framework on flexbox
58|styled-components||css,react,css-in-js|CSS in JavaScript for React
54|@emotion/react|emotion|css,react,css-in-js|CSS in JavaScript
74|clsx||classnames,css,classes|Builds class name strings
70|classnames||classnames,css,classes|Joins class names conditionally
50|tailwind-merge||tailwind,css,classes|Merges Tailwind classes without conflicts
54|class-variance-authority|cva|css,variants,classes|Variants of classes
60|@mui/material|mui,material-ui|react,ui,components,material design|Material Design components for React
50|antd|ant-design|react,ui,components|Enterprise UI components for React
46|@chakra-ui/react|chakra-ui|react,ui,components|Accessible component library for React
50|@headlessui/react|headlessui|react,ui,accessible|Unstyled accessible components
46|@radix-ui/react-dialog|radix-ui|react,ui,accessible,dialog|Accessible dialog component
48|framer-motion|motion|react,animation|Animation library for React
48|gsap|greensock|animation,tween,timeline|Professional animation for the web
42|animejs|anime.js|animation,tween|JavaScript animation engine
40|lottie-web||animation,after effects|Renders After Effects animations
50|three|threejs,three.js|3d,webgl,graphics|3D library on WebGL
40|pixi.js|pixijs|2d,webgl,canvas,rendering|2D rendering engine
38|phaser||game,canvas,webgl|Game framework for the browser
40|babylonjs||3d,webgl,game|3D engine for games and graphics
60|d3|d3.js|visualization,svg,charts,data|Data-driven documents: visualization with web standards
58|chart.js|chartjs|charts,canvas,graphs|Simple HTML5 charts
50|echarts||charts,visualization|Interactive charting and visualization
44|highcharts||charts,graphs|Interactive charts
46|recharts||charts,react,graphs|Charts for React on D3
34|chartist||charts,svg|Simple responsive charts
36|uplot||charts,canvas,time series,fast|Small fast charts of time series
40|leaflet||maps,interactive|Interactive maps for the web
40|mapbox-gl||maps,webgl|Interactive vector maps with WebGL
60|react-router-dom|react-router|react,routing,router|Routing for React web applications
66|redux||state,store,predictable|Predictable state container
60|@reduxjs/toolkit|redux-toolkit|redux,state|Official toolset for Redux
60|react-redux||react,redux,bindings|React bindings for Redux
62|zustand||state,store,react,hooks|Small state management for React
48|mobx||state,reactive,observable|Simple scalable reactive state
40|jotai||state,atoms,react|Atomic state for React
40|recoil||state,atoms,react|State management for React
40|xstate||state machine,statecharts|State machines and statecharts
46|pinia||vue,state,store|Store for Vue
44|vuex||vue,state,store|State management for Vue
52|vue-router||vue,routing,router|Router for Vue
62|@tanstack/react-query|react-query|react,data fetching,cache|Fetching, caching and updating data in React
52|swr||react,data fetching,cache,hooks|React hooks for data fetching
60|react-hook-form||react,forms,validation,hooks|Forms with hooks and validation
54|formik||react,forms,validation|Forms in React
36|react-final-form||react,forms|Forms with subscriptions for React
50|react-select||react,select,autocomplete|Select control for React
44|react-table||react,table,grid|Headless tables for React
40|react-dnd||react,drag and drop|Drag and drop for React
46|react-icons||react,icons|Icons as React components
52|lucide-react|lucide|react,icons|Icon set for React
44|react-helmet||react,head,meta|Manages the document head in React
46|react-markdown||react,markdown|Renders Markdown in React
46|react-native||mobile,native,ios,android|Native mobile applications with React
44|expo||react native,mobile|Platform for React Native applications
54|electron||desktop,chromium,cross-platform|Cross-platform desktop applications with web technology
48|storybook||ui,components,documentation|Workshop for developing UI components in isolation
96|lodash|_,lodash.js|utility,functional,array,object,collection,modules|Utility functions for arrays, objects, strings and functions
60|lodash-es||utility,functional,esm,modules,lodash|Lodash as ES modules
52|underscore|underscorejs|utility,functional,collection|Functional programming helpers
52|ramda||functional,utility,currying|Practical functional programming with currying
46|es-toolkit||utility,performance,types|High-performance utility library with a small bundle and strong types
40|remeda||utility,functional,typescript|Utility library with types first
40|radash||utility,functional,typescript|Functional utilities with types
46|immer||immutable,state,produce|Immutable state by mutating drafts
46|immutable|immutablejs|immutable,collections,persistent|Persistent immutable collections
54|rxjs||reactive,observable,streams|Reactive programming with observables
44|fp-ts||functional,typescript,algebraic|Typed functional programming
60|dayjs|day.js|date,time,format,parse|Small date library with the API of Moment.js
66|moment|momentjs,moment.js|date,time,format,parse|Parses, validates and formats dates
66|date-fns||date,time,functions,utility|Date functions as small modules
52|luxon||date,time,timezone|Dates and times with time zones
38|chrono-node|chrono|date,natural language,parser|Parses dates written in natural language
44|ms||time,milliseconds,convert|Converts time spans to milliseconds
76|uuid||uuid,id,random|Generates RFC 4122 UUIDs
66|nanoid||id,random,unique|Small secure unique string ids
40|ulid||id,sortable,unique|Sortable unique ids
40|cuid||id,unique|Collision resistant ids
80|zod||schema,validation,typescript,parse|Schema validation with static type inference
62|joi||schema,validation|Schema description and validation of data
60|yup||schema,validation|Schema builder for parsing and validation
74|ajv||json schema,validation,validator|JSON Schema validator
44|valibot||schema,validation,typescript|Modular schema validation
40|superstruct||schema,validation|Composable validation of data
44|io-ts||schema,validation,typescript,runtime types|Runtime types for decoding
54|class-validator||validation,decorators|Validation with decorators
50|class-transformer||transformation,decorators,serialization|Plain objects to class instances and back
56|validator|validator.js|string,validation,sanitization|Validates and sanitizes strings
82|debug||log,logging,debugging|Small debugging utility with namespaces
74|winston||log,logging,logger,transports|Logger with several transports
72|pino||log,logging,logger,json,fast|Very fast JSON logger
40|bunyan||log,logging,logger,json|JSON logging for services
44|log4js||log,logging,logger|Port of log4j
40|loglevel||log,logging,browser|Minimal logging for browsers
44|signale||log,logging,console|Configurable console logger
44|consola||log,logging,console|Elegant console logger
88|chalk||color,terminal,ansi,style,console|Terminal string styling
60|picocolors||terminal,colors,formatting,cli,console|Tiny fast formatting of terminal output with ANSI colors
40|kleur||color,terminal,ansi|Fast terminal colors
44|colors|colors.js|color,terminal,ansi|Colors in the console
46|cli-color||color,terminal,ansi|Colors and formatting for the terminal
80|commander|commander.js|cli,arguments,options,parser|Command line interfaces: options and commands
76|yargs||cli,arguments,options,parser|Command line arguments parser
58|yargs-parser||cli,arguments,parser|Parser used by yargs
66|minimist||cli,arguments,parser|Parses argument options
40|meow||cli,arguments,helper|Helper for command line apps
44|cac||cli,arguments|Simple framework for command line apps
42|oclif||cli,framework|Framework for command line tools
40|arg||cli,arguments,parser|Simple argument parsing
66|inquirer||cli,prompt,interactive,questions|Interactive command line prompts
54|prompts||cli,prompt,interactive|Lightweight interactive prompts
40|enquirer||cli,prompt,interactive|Stylish command line prompts
40|@clack/prompts|clack|cli,prompt,interactive|Beautiful command line prompts
66|ora||cli,spinner,loading,terminal|Terminal spinner
46|cli-progress||cli,progress bar,terminal|Progress bars for the terminal
44|listr2||cli,tasks,terminal|Task lists for the terminal
44|boxen||cli,box,terminal|Boxes in the terminal
40|cli-table3||cli,table,terminal|Tables in the terminal
42|figlet||ascii,art,text,banner|Text as ASCII art
46|ink||cli,react,terminal|React for command line interfaces
40|update-notifier||cli,update,notification|Notifies of updates of a command line app
74|dotenv||environment,config,env file|Loads environment variables from a file
56|cross-env||environment,scripts,windows|Sets environment variables on all systems
50|config||configuration,environment|Configuration for Node.js deployments
40|convict||configuration,schema|Configuration with schema
58|cosmiconfig||configuration,search,rc|Finds and loads configuration
40|rc||configuration|Configuration loader
72|fs-extra||file system,files,copy,remove|File system methods beyond the built-in ones
76|glob||files,pattern,match|Matches files by shell patterns
70|fast-glob||files,pattern,match,fast|Fast glob file matching
40|tinyglobby||glob,patterns,tiny,fast|Fast and minimal alternative to globby and fast-glob
54|globby||files,pattern,match|User-friendly glob matching
70|minimatch||glob,pattern,match|Matches strings against glob patterns
60|micromatch||glob,pattern,match|Fast glob matching
60|picomatch||glob,pattern,match|Fast accurate glob matcher
74|rimraf||files,delete,remove,rm|Deletes files and folders recursively
46|del||files,delete,remove|Deletes files by patterns
66|mkdirp||directory,create,recursive,mkdir|Creates folders recursively
74|chokidar||watch,files,watcher|Watches files across platforms
44|@parcel/watcher||watch,files,native|Native file watcher
60|find-up||path,search,parent|Finds a file by walking up parent folders
44|read-pkg-up||package.json,find|Reads the closest package.json
40|tmp||temporary,files|Temporary files and folders
40|tempy||temporary,files|Random temporary file or folder path
50|archiver||zip,tar,archive|Creates archives by streaming
46|adm-zip||zip,archive|Zip archives in memory
50|jszip||zip,archive,browser|Reads and writes zip files
50|tar||tar,archive|Tar archives
44|tar-stream||tar,stream,archive|Streaming tar parser and generator
70|execa||process,child process,exec,spawn|Process execution for humans
62|cross-spawn||process,spawn,windows|Spawn that works across platforms
56|shelljs||shell,commands,portable|Unix shell commands in JavaScript
44|zx||shell,scripts|Shell scripts in JavaScript
58|concurrently||process,parallel,scripts|Runs commands concurrently
58|npm-run-all||scripts,parallel,sequential|Runs npm scripts in parallel or in sequence
64|nodemon||watch,restart,development|Restarts Node.js when files change
58|pm2||process manager,production,cluster|Process manager for production
46|open||open,browser,url|Opens urls and files in the default application
44|get-port||port,network|Finds a free port
84|semver||version,semantic versioning|Semantic version parser and comparer
52|compare-versions||version,compare|Compares semantic versions
70|async||asynchronous,control flow,callbacks|Asynchronous control flow
58|bluebird||promise,async|Promise library
52|p-limit||promise,concurrency,limit|Runs promises with limited concurrency
46|p-queue||promise,queue,concurrency|Promise queue with concurrency
44|p-map||promise,concurrency|Maps over promises concurrently
44|p-retry||promise,retry|Retries a promise
40|async-retry||retry,promise|Retrying made simple
40|cockatiel||resilience,retry,circuit breaker|Resilience policies: retry, circuit breaker, timeout
40|bottleneck||rate limit,scheduler|Job scheduler and rate limiter
40|piscina||worker,threads,pool|Worker thread pool
48|eventemitter3||events,emitter|Fast event emitter
40|mitt||events,emitter,tiny|Tiny event emitter
76|mongoose||mongodb,odm,database,schema|MongoDB object modeling
68|mongodb||mongodb,database,driver|Official MongoDB driver
72|pg|postgres,node-postgres|postgresql,database,driver,client|PostgreSQL client
44|postgres|postgres.js|postgresql,database,client|Fast PostgreSQL client
58|mysql2||mysql,database,driver,client|MySQL client with prepared statements
50|mysql||mysql,database,driver|MySQL driver
54|sqlite3||sqlite,database|SQLite bindings
50|better-sqlite3||sqlite,database,synchronous|Fast synchronous SQLite
66|redis|node-redis|redis,cache,database,client|Redis client
66|ioredis||redis,cache,cluster,client|Robust Redis client with cluster support
66|prisma||orm,database,schema,migrations|Database toolkit with schema and migrations
60|@prisma/client||orm,database,query|Query client generated by Prisma
60|sequelize||orm,sql,database,postgres,mysql|Promise based ORM for SQL databases
60|typeorm||orm,sql,database,decorators|ORM with decorators
58|knex|knexjs|sql,query builder,migrations|SQL query builder
50|drizzle-orm|drizzle|orm,sql,typescript|TypeScript ORM close to SQL
40|kysely||sql,query builder,typescript|Type-safe SQL query builder
40|@mikro-orm/core|mikro-orm|orm,database,unit of work|ORM with unit of work
46|@elastic/elasticsearch|elasticsearch|search,elasticsearch,client|Elasticsearch client
40|kafkajs|kafka|kafka,queue,messaging|Kafka client
46|amqplib|rabbitmq|amqp,rabbitmq,queue|AMQP client for RabbitMQ
40|nats||messaging,pubsub,queue|NATS client
48|bullmq|bull|queue,jobs,redis|Message queue and jobs on Redis
40|agenda||jobs,scheduling,mongodb|Job scheduling on MongoDB
50|node-cron|cron|cron,schedule,jobs|Schedules tasks by cron expressions
44|lru-cache||cache,lru,memory|Cache that deletes the least recently used items
40|node-cache||cache,memory|In-memory cache
40|keyv||cache,key value,storage|Key-value storage with backends
40|level|leveldb|database,key value|Key-value database on LevelDB
36|lowdb||database,json,local|Small local JSON database
36|nedb||database,embedded|Embedded document database
36|pouchdb||database,sync,couchdb|Database in the browser that syncs with CouchDB
40|dexie||indexeddb,database,browser|Wrapper of IndexedDB
46|localforage||storage,indexeddb,browser|Offline storage in the browser
52|idb||indexeddb,promise,browser|IndexedDB with promises
56|firebase||google,database,auth,hosting|Firebase for web applications
46|@supabase/supabase-js|supabase|database,auth,realtime|Client of Supabase
60|aws-sdk||aws,amazon,cloud|AWS SDK for JavaScript, version 2
56|@aws-sdk/client-s3||aws,s3,storage|S3 client of the AWS SDK
52|stripe||payments,api|Stripe API client
40|twilio||sms,voice,api|Twilio API client
62|nodemailer||email,smtp,mail|Sends email
56|openai||ai,llm,gpt,api|Client of the OpenAI API
46|@anthropic-ai/sdk|anthropic|ai,llm,claude,api|Client of the Anthropic API
46|langchain||ai,llm,agents|Building applications with language models
44|ai||ai,llm,streaming|Toolkit for AI applications with streaming
44|@modelcontextprotocol/sdk|mcp|mcp,llm,protocol,tools|SDK of the Model Context Protocol
40|@tensorflow/tfjs|tensorflow|machine learning,neural network|Machine learning in JavaScript
34|brain.js||neural network,machine learning|Neural networks in JavaScript
40|natural||nlp,language,tokenizer,stemmer|Natural language processing
38|compromise||nlp,language,parsing|Modest natural language processing
48|fuse.js|fusejs|search,fuzzy,client side|Lightweight fuzzy search
40|lunr||search,full text,client side|Full-text search in the browser
40|flexsearch||search,full text,fast|Fast full-text search
40|minisearch||search,full text,small|Small full-text search engine
34|fuzzysort||search,fuzzy,fast|Fast fuzzy search
38|fastest-levenshtein||levenshtein,distance,string|Fast Levenshtein distance
36|string-similarity||similarity,string,dice|Similarity of strings by Dice coefficient
92|eslint||lint,linter,static analysis,code quality|Finds and fixes problems in JavaScript
90|prettier||format,formatter,code style|Opinionated code formatter
48|@biomejs/biome|biome|lint,format,fast|Formatter and linter for web projects
40|oxlint|oxc|lint,fast,rust|Fast linter written in Rust
64|eslint-config-prettier||eslint,prettier|Turns off rules that conflict with Prettier
62|eslint-plugin-import||eslint,import,modules|Lints imports and exports
60|eslint-plugin-react||eslint,react|React rules for ESLint
62|@typescript-eslint/parser|typescript-eslint|eslint,typescript|TypeScript for ESLint
44|standard||lint,style|JavaScript style guide and linter
48|stylelint||css,lint|CSS linter
66|husky||git,hooks,commit|Git hooks made easy
62|lint-staged||git,lint,staged|Runs linters on staged files
48|@commitlint/cli|commitlint|git,commit,lint|Lints commit messages
44|semantic-release||release,version,publish|Automated releases
40|release-it||release,version,publish|Automates versioning and publishing
40|np||release,publish|A better npm publish
40|@changesets/cli|changesets|release,changelog,monorepo|Versions and changelogs for monorepos
40|knip||unused,dependencies,exports,files,dead code,lint|Finds and fixes unused dependencies, exports and files
44|depcheck||unused,dependencies|Checks for unused dependencies
44|npm-check-updates|ncu|update,dependencies|Upgrades dependencies
40|madge||dependencies,graph,circular|Graph of module dependencies
90|jest||test,testing,framework,mock|Testing framework with mocks and snapshots
76|vitest||test,testing,vite,fast|Testing framework on Vite
74|mocha||test,testing,framework|Flexible test framework
68|chai||test,assert,assertion|Assertion library
56|sinon||test,mock,spy,stub|Test spies, stubs and mocks
46|ava||test,testing,runner|Test runner with concurrency
44|jasmine||test,testing,bdd|Behaviour driven testing
44|tap|tape|test,testing,tap|Test Anything Protocol
40|karma||test,runner,browser|Runs tests in browsers
48|nyc|istanbul|coverage,test|Code coverage with Istanbul
44|c8||coverage,v8|Code coverage by V8
70|@playwright/test|playwright|test,browser,e2e,automation|End-to-end testing of web applications in all browsers
66|puppeteer||browser,automation,chrome,headless|Controls Chrome over the DevTools protocol
62|cypress||test,browser,e2e|End-to-end testing in the browser
46|selenium-webdriver|selenium|browser,automation,test|Browser automation
44|webdriverio||browser,automation,test|Browser and mobile test automation
34|testcafe||browser,test,e2e|End-to-end browser testing
60|@testing-library/react|testing-library|react,test,dom|Testing React components
58|jsdom||dom,html,browser,test|Web standards in Node.js
46|happy-dom||dom,test,fast|Fast implementation of a browser without graphics
50|@faker-js/faker|faker|fake,data,test|Fake data for tests
40|fast-check||property testing,test,random|Property based testing
36|benchmark||benchmark,performance|Benchmarking library
36|tinybench||benchmark,performance|Small benchmarking library
40|autocannon||benchmark,http,load|HTTP benchmarking
62|cheerio||html,scraping,parser,jquery|Parses and manipulates HTML on the server
50|parse5||html,parser|HTML parser after the standard
46|htmlparser2||html,xml,parser|Fast forgiving HTML and XML parser
44|sanitize-html||html,sanitize,xss|Sanitizes HTML
48|dompurify||html,sanitize,xss|Sanitizes HTML against XSS
36|he||html,entities,encode|HTML entity encoder and decoder
66|marked||markdown,parser|Markdown parser and compiler
58|markdown-it||markdown,parser|Markdown parser with plugins
50|remark||markdown,ast|Markdown processor with plugins
44|unified||text,ast,processing|Processes text with syntax trees
36|showdown||markdown,html|Markdown to HTML converter
44|gray-matter||front matter,yaml,markdown|Parses front matter
44|highlight.js||syntax,highlighting|Syntax highlighting
44|prismjs|prism|syntax,highlighting|Syntax highlighting
40|shiki||syntax,highlighting|Syntax highlighting with TextMate grammars
46|handlebars||template,templating|Semantic templates
50|ejs||template,templating,html|Embedded JavaScript templates
42|pug|jade|template,html|Template language with indentation
36|nunjucks||template,jinja|Templates in the manner of Jinja
40|mustache||template,logic-less|Logic-less templates
72|js-yaml||yaml,parser|YAML parser and dumper
62|yaml||yaml,parser,stringifier|Parser and stringifier for YAML
40|toml|@iarna/toml|toml,parser|TOML parser
36|smol-toml||toml,parser,small|Small TOML parser
52|xml2js||xml,parser|XML to JavaScript object
52|fast-xml-parser||xml,parser,validator|Fast XML parser and validator
40|csv-parse|csv|csv,parser|CSV parser
46|papaparse|papa parse|csv,parser,browser|CSV parser for the browser
40|csv-parser||csv,stream|Streaming CSV parser
44|json5||json,comments|JSON for humans
60|qs||query string,parse,url|Query strings with nesting
48|query-string||query string,parse,url|Parses and stringifies URL queries
46|xlsx|sheetjs|excel,spreadsheet|Spreadsheet reader and writer
44|exceljs||excel,spreadsheet|Excel workbook manager
46|pdfkit||pdf,generate|PDF generation
44|pdf-lib||pdf,edit|Creates and modifies PDF
46|pdfjs-dist|pdf.js|pdf,render|PDF reader
40|jspdf||pdf,browser|PDF in the browser
62|sharp||image,resize,convert|Fast image processing
40|jimp||image,processing|Image processing without native code
36|canvas|node-canvas|canvas,image|Canvas for Node.js
36|fluent-ffmpeg||video,audio,ffmpeg|Fluent API of FFmpeg
36|howler||audio,web audio|Audio for the web
36|video.js||video,player|HTML5 video player
40|swiper||slider,carousel,touch|Touch slider
34|slick-carousel|slick|slider,carousel|Carousel
36|sortablejs|sortable|drag and drop,sort|Reorderable lists by drag and drop
36|flatpickr||date picker,calendar|Date picker
36|fullcalendar|@fullcalendar/core|calendar,events|Event calendar
36|select2||select,autocomplete,jquery|Select boxes with search
40|quill||editor,rich text,wysiwyg|Rich text editor
36|tinymce||editor,rich text,wysiwyg|Rich text editor
36|@tiptap/core|tiptap|editor,rich text,prosemirror|Headless rich text editor
40|codemirror||editor,code|Code editor for the web
46|monaco-editor|monaco|editor,code,vscode|Code editor of VS Code
34|slate||editor,rich text,react|Framework for rich text editors
50|i18next||i18n,internationalization,translation|Internationalization framework
40|react-i18next||i18n,react,translation|Internationalization for React
44|react-intl|formatjs|i18n,react,format|Internationalization of React apps
38|intl-messageformat||i18n,icu,message|Formats ICU messages
34|node-polyglot|polyglot|i18n,translation|Small internationalization helper
40|clipboardy||clipboard,copy,paste|Access to the system clipboard
36|clipboard|clipboard.js|clipboard,copy,browser|Copies text to the clipboard
40|qrcode||qr code,generate|QR code generator
36|crypto-js||crypto,hash,aes|Cryptographic algorithms
36|tweetnacl|nacl|crypto,signature,encryption|Cryptography in JavaScript
40|node-forge|forge|crypto,tls,pki|TLS and cryptography in JavaScript
40|ethers|ethers.js|ethereum,blockchain,wallet|Ethereum library
38|web3|web3.js|ethereum,blockchain|Ethereum API
40|discord.js|discordjs|discord,bot,api|Discord API for bots
36|telegraf|telegram|telegram,bot|Telegram bot framework
36|@slack/web-api|slack|slack,api|Slack Web API client
44|@octokit/rest|octokit|github,api|GitHub REST API client
44|simple-git||git,client|Git client
36|isomorphic-git||git,javascript|Git in JavaScript
40|acorn||parser,javascript,ast|Small fast JavaScript parser
40|esprima||parser,javascript,ast|JavaScript parser
36|recast||ast,transform,codemod|Syntax tree transformation that keeps formatting
36|jscodeshift||codemod,refactoring|Codemods over many files
36|ts-morph||typescript,ast,compiler|Wrapper of the TypeScript compiler API
40|web-tree-sitter|tree-sitter|parser,incremental,ast|Incremental parsing in WebAssembly
36|chevrotain||parser,grammar|Parser building toolkit
34|peggy|pegjs|parser,generator,peg|Parser generator
34|nearley||parser,earley|Parser toolkit
52|reflect-metadata||decorators,metadata|Metadata reflection
44|inversify||dependency injection,ioc|Inversion of control container
36|tsyringe||dependency injection|Dependency injection container
40|awilix||dependency injection,ioc|Dependency injection container
60|core-js||polyfill,ecmascript,standard library|Polyfills of ECMAScript
50|regenerator-runtime||generator,async,runtime|Runtime of compiled generators
44|@opentelemetry/api|opentelemetry|tracing,metrics,observability|API of OpenTelemetry
46|@sentry/node|sentry|errors,monitoring|Error monitoring
44|prom-client|prometheus|metrics,monitoring|Prometheus client
60|fast-deep-equal||equal,deep,compare|Fast deep equality
44|deep-equal||equal,deep,compare|Deep equality
36|dequal||deep,deep equal,equality,utility|Tiny utility that checks for deep equality
50|deepmerge||merge,deep,object|Merges objects deeply
36|dot-prop||object,path,nested|Gets and sets nested properties
36|object-path||object,path,deep,property,get|Accesses deep properties of objects by a path
44|slugify||slug,url,string|Slugs from strings
36|pluralize||plural,singular,string|Plural and singular of words
44|change-case||case,camel,snake,string|Converts between letter cases
36|camelcase||case,camel,string|Converts to camel case
44|strip-ansi||ansi,terminal,strip|Removes ANSI escape codes
40|string-width||terminal,width,unicode|Visual width of a string
40|iconv-lite||encoding,charset|Character encoding conversion
40|bignumber.js||big number,decimal,math|Arbitrary precision arithmetic
36|decimal.js||decimal,precision,math|Arbitrary precision decimals
40|mathjs||math,expression,matrix|Extensive math library
36|seedrandom||random,seed|Seeded random numbers
30|faye-websocket||websocket,protocol|WebSocket protocol handlers
40|serialport||serial,hardware,usb|Serial ports
36|systeminformation||system,hardware,monitoring|System and hardware information
40|workbox-webpack-plugin|workbox|service worker,pwa,offline|Service workers for progressive web apps
36|comlink||worker,rpc|Web workers made easy
36|webtorrent||torrent,streaming,p2p|Streaming torrent client
40|bun||runtime,bundler,package manager|JavaScript runtime, bundler and package manager
60|npm||package manager,registry|Package manager of JavaScript
58|yarn||package manager|Package manager
58|pnpm||package manager,monorepo,fast|Fast package manager that saves disk space
50|@types/node||types,node|Types of Node.js
48|@types/react||types,react|Types of React
36|workerpool||worker,threads,pool|Pool of workers
`;
