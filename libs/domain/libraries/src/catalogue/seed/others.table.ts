/** Well-known packages of other ecosystems, written by hand: fame (of 100) | name | imported as | other names | keywords | what it does. */
export const PYPI_SEED = `
96|requests||http requests|http,client,api|HTTP for humans
94|numpy||np|array,math,scientific,matrix|Numerical computing with n-dimensional arrays
94|pandas||pd|data analysis,dataframe,tables|Data analysis with data frames
84|scipy|||science,math,statistics|Scientific computing algorithms
86|scikit-learn|sklearn||machine learning,classification,regression|Machine learning algorithms
86|matplotlib||plt|plot,charts,visualization|Plotting and visualization
66|seaborn||sns|plot,statistics,visualization|Statistical visualization
62|plotly|||plot,interactive,charts|Interactive charts
44|bokeh|||plot,interactive,browser|Interactive visualization in the browser
40|altair|||plot,declarative,vega|Declarative visualization
84|torch||pytorch|deep learning,neural network,tensor|Tensors and neural networks with GPU
76|tensorflow||tf|deep learning,neural network,tensor|Machine learning platform
66|keras|||deep learning,neural network|Deep learning for humans
50|jax|||array,autodiff,gpu|Array computing with automatic differentiation
76|transformers||huggingface|nlp,language model,deep learning|Pretrained transformer models
60|huggingface-hub|huggingface_hub||models,datasets,hub|Client of the Hugging Face hub
50|datasets|||data,machine learning|Datasets for machine learning
50|sentence-transformers|sentence_transformers||embeddings,nlp|Sentence embeddings
44|spacy|||nlp,language|Industrial natural language processing
50|nltk|||nlp,language,tokenizer|Natural language toolkit
44|gensim|||topic modeling,word vectors|Topic modeling
52|xgboost|||gradient boosting,machine learning|Gradient boosting
46|lightgbm|||gradient boosting|Gradient boosting framework
60|opencv-python|cv2|opencv|computer vision,image,video|Computer vision
80|pillow|PIL|pil|image,processing|Python imaging library
40|scikit-image|skimage||image,processing|Image processing
36|imageio|||image,video,io|Reads and writes images
76|flask|||web,framework,wsgi,micro|Micro web framework
78|django|||web,framework,orm,admin|Web framework with batteries
80|fastapi|||web,framework,api,async|Fast API framework with type hints
56|starlette|||web,asgi,async|ASGI framework and toolkit
60|uvicorn|||asgi,server|ASGI web server
60|gunicorn|||wsgi,server|WSGI web server
40|uwsgi|||wsgi,server|Application server
44|tornado|||web,async,network|Asynchronous networking and web framework
76|aiohttp|||http,async,client,server|Asynchronous HTTP client and server
40|sanic|||web,async,framework|Asynchronous web framework
36|bottle|||web,micro,framework|Micro web framework in one file
36|pyramid|||web,framework|Flexible web framework
36|falcon|||web,api,rest|Minimal API framework
40|cherrypy|||web,framework|Object-oriented web framework
56|djangorestframework|rest_framework|drf,django-rest-framework|django,api,rest|REST APIs for Django
40|django-cors-headers|corsheaders||django,cors|CORS headers for Django
36|django-filter|django_filters||django,filter|Filtering for Django
40|django-extensions|django_extensions||django,commands|Extensions for Django
36|django-allauth|allauth||django,authentication|Authentication for Django
36|django-crispy-forms|crispy_forms||django,forms|Forms for Django
36|django-debug-toolbar|debug_toolbar||django,debug|Debug toolbar for Django
44|flask-sqlalchemy|flask_sqlalchemy||flask,database|SQLAlchemy for Flask
36|flask-login|flask_login||flask,session,authentication|User sessions for Flask
40|flask-cors|flask_cors||flask,cors|CORS for Flask
76|jinja2||jinja|template,html|Template engine
60|werkzeug|||wsgi,web,utility|WSGI utilities
50|itsdangerous|||signing,security|Signs data for untrusted places
56|markupsafe|||html,escape|Escapes markup
36|mako|||template|Template library
70|httpx|||http,client,async|HTTP client, synchronous and asynchronous
86|urllib3|||http,client,pool|HTTP client with connection pools
76|certifi|||tls,certificates|Root certificates
70|idna|||domain,unicode|Internationalized domain names
70|charset-normalizer|charset_normalizer||encoding,detection|Detects character encodings
50|chardet|||encoding,detection|Detects character encodings
70|beautifulsoup4|bs4|beautiful soup,beautifulsoup|html,scraping,parser|Pulls data out of HTML and XML
66|lxml|||xml,html,parser|XML and HTML with libxml2
40|html5lib|||html,parser|HTML parser after the standard
52|scrapy|||scraping,crawler,spider|Web crawling and scraping framework
60|selenium|||browser,automation,testing|Browser automation
50|playwright|||browser,automation,testing|Browser automation
80|sqlalchemy|||orm,database,sql|SQL toolkit and ORM
56|alembic|||migrations,database|Database migrations for SQLAlchemy
50|psycopg2|||postgresql,database,driver|PostgreSQL driver
50|psycopg2-binary|psycopg2||postgresql,database|PostgreSQL driver, binary
44|psycopg|||postgresql,database,async|PostgreSQL driver, version 3
44|asyncpg|||postgresql,async|Fast asynchronous PostgreSQL
44|pymysql|||mysql,database|MySQL client in Python
36|mysqlclient|MySQLdb||mysql,database|MySQL database connector
40|mysql-connector-python|mysql||mysql,database|MySQL driver
56|pymongo|bson,gridfs|mongo|mongodb,database|MongoDB driver
30|motor|||mongodb,async|Asynchronous MongoDB driver
64|redis||redis-py|redis,cache,database|Redis client
36|peewee|||orm,database,small|Small ORM
36|tortoise-orm|tortoise||orm,async|Asynchronous ORM
40|elasticsearch|||search,client|Elasticsearch client
58|celery|||tasks,queue,distributed|Distributed task queue
40|rq|||queue,redis,jobs|Job queues on Redis
36|dramatiq|||tasks,queue|Background tasks
36|pika|||rabbitmq,amqp|RabbitMQ client
40|kafka-python|kafka||kafka,queue|Kafka client
36|confluent-kafka|confluent_kafka||kafka|Kafka client of Confluent
40|apscheduler|||schedule,jobs,cron|Advanced scheduler
36|airflow|||workflow,pipeline|Workflow platform
44|dask|||parallel,dataframe|Parallel computing
44|pyspark|||spark,big data|Apache Spark
44|polars|||dataframe,fast|Fast data frames
44|pyarrow|||arrow,parquet,columnar|Apache Arrow
36|duckdb|||database,analytics,sql|Analytical database in process
80|pydantic|||validation,types,settings|Data validation with type hints
36|marshmallow|||serialization,validation|Serialization of objects
56|attrs|attr||classes,boilerplate|Classes without boilerplate
36|cattrs|cattr||serialization,attrs|Structuring and unstructuring data
60|jsonschema|||json schema,validation|JSON Schema validation
80|pyyaml|yaml||yaml,parser|YAML parser and emitter
40|ruamel.yaml|ruamel||yaml,round trip|YAML that keeps comments
50|toml|||toml,parser|TOML parser
50|tomli|||toml,parser|TOML parser
36|orjson|||json,fast|Fast JSON
36|ujson|||json,fast|Ultra fast JSON
36|simplejson|||json|JSON encoder and decoder
40|msgpack|||serialization,binary|MessagePack
56|protobuf|google.protobuf||protocol buffers,serialization|Protocol Buffers
52|grpcio|grpc||grpc,rpc|gRPC
76|click|||cli,command line|Command line interfaces by composition
56|typer|||cli,type hints|Command lines from type hints
36|fire|||cli,automatic|Command lines from any object
30|docopt|||cli,usage|Command lines from usage text
66|rich|||terminal,formatting,color|Rich text in the terminal
36|textual|||terminal,ui|Terminal user interfaces
66|tqdm|||progress bar,loop|Progress bars
60|colorama|||terminal,color,windows|Colored terminal text
36|termcolor|||terminal,color|Color in the terminal
40|tabulate|||table,terminal|Pretty tables
44|prompt-toolkit|prompt_toolkit||terminal,prompt,interactive|Interactive command lines
50|loguru|||logging,log|Logging made simple
40|structlog|||logging,structured|Structured logging
60|python-dotenv|dotenv||environment,config|Loads environment variables from a file
76|python-dateutil|dateutil||date,time,parse|Extensions of datetime
56|pytz|||timezone|Time zone definitions
36|arrow|||date,time|Better dates and times
30|pendulum|||date,time|Datetimes made easy
84|pytest|||testing,test|Testing framework
50|pytest-cov|pytest_cov||coverage,testing|Coverage for pytest
40|pytest-asyncio|pytest_asyncio||async,testing|Asyncio for pytest
36|pytest-mock|pytest_mock||mock,testing|Mocks for pytest
40|tox|||testing,environments|Tests in many environments
36|nox|||testing,automation|Flexible test automation
44|hypothesis|||property testing|Property based testing
36|mock|||testing,mock|Mock objects
36|faker|||fake,data|Fake data
44|coverage|||coverage,testing|Code coverage
60|black|||formatter,code style|Uncompromising code formatter
64|ruff|||linter,formatter,fast|Very fast linter and formatter
50|flake8|||linter,style|Style and error checks
50|pylint|||linter,static analysis|Static code analysis
56|mypy|||types,static|Static type checker
36|pyright|||types,static|Static type checker
44|isort|||imports,sort|Sorts imports
36|autopep8|||formatter,pep8|Formats by PEP 8
36|bandit|||security,linter|Finds security issues
50|pre-commit|pre_commit||git,hooks|Manages git hooks
76|setuptools|pkg_resources||packaging,build|Builds packages
70|wheel|||packaging|Wheel format
80|pip|||packaging,install|Package installer
50|poetry|||packaging,dependencies|Dependency management and packaging
50|uv|||packaging,fast|Fast package and project manager
50|virtualenv|||environment|Virtual environments
36|pipenv|||packaging,environment|Development workflow
40|twine|||packaging,upload|Publishes packages
60|packaging|||version,pep440|Core packaging utilities
84|boto3|||aws,amazon,cloud|AWS SDK
76|botocore|||aws|Core of the AWS SDK
36|aiobotocore|||aws,async|Asynchronous AWS client
40|s3fs|||s3,file system|S3 as a file system
36|google-cloud-storage|google||google cloud,storage|Google Cloud Storage client
44|google-api-python-client|googleapiclient,apiclient||google,api|Google API client
40|azure-storage-blob|azure||azure,storage|Azure blob storage
40|kubernetes|||kubernetes,client|Kubernetes client
44|docker|||docker,containers|Docker client
50|ansible|||automation,configuration|Automation of systems
40|fabric|||ssh,deployment|Remote execution over SSH
50|paramiko|||ssh,sftp|SSH protocol
60|cryptography|||crypto,encryption|Cryptographic recipes and primitives
44|pycryptodome|Crypto||crypto,encryption|Cryptographic library
36|pynacl|nacl||crypto,libsodium|Binding of libsodium
50|pyjwt|jwt||jwt,token|JSON Web Tokens
36|python-jose|jose||jwt,jose|JOSE implementation
40|passlib|||password,hash|Password hashing
40|bcrypt|||password,hash|Password hashing
36|pyopenssl|OpenSSL||tls,openssl|OpenSSL wrapper
44|websockets|||websocket,async|WebSocket servers and clients
36|websocket-client|websocket||websocket,client|WebSocket client
36|python-socketio|socketio||websocket,realtime|Socket.IO
40|pyzmq|zmq|zeromq|messaging,zeromq|ZeroMQ bindings
36|gevent|||async,coroutines|Coroutine networking
36|eventlet|||async,network|Concurrent networking
36|twisted|||network,events|Event-driven networking
36|trio|||async,concurrency|Asynchronous concurrency
50|anyio|||async|Asynchronous compatibility
40|tenacity|||retry|Retries
36|cachetools|||cache|Caching collections
36|joblib|||parallel,pipeline|Pipelining
70|jupyter|||notebook|Interactive notebooks
60|ipython|IPython||interactive,shell|Interactive shell
44|notebook|||jupyter|Jupyter notebook
50|streamlit|||app,dashboard,data|Data apps
40|gradio|||app,demo,machine learning|Demos of models
36|dash|||dashboard,plotly|Analytical web apps
50|networkx|||graph,network|Graph analysis
40|sympy|||math,symbolic|Symbolic mathematics
40|statsmodels|||statistics|Statistical models
44|openpyxl|||excel,spreadsheet|Excel files
36|xlrd|||excel|Reads Excel files
36|python-docx|docx||word,document|Word documents
36|python-pptx|pptx||powerpoint|PowerPoint files
40|pypdf|PyPDF2||pdf|PDF library
36|reportlab|||pdf,generate|PDF generation
36|markdown|||markdown,html|Markdown to HTML
44|sphinx|||documentation|Documentation generator
44|mkdocs|||documentation,markdown|Documentation with Markdown
30|docutils|||documentation,rst|Document processing
60|six|||compatibility,python 2|Python 2 and 3 compatibility
30|future|||compatibility,python 2|Python 2 and 3 compatibility
50|typing-extensions|typing_extensions||types|Backported type hints
36|psutil|||system,processes,monitoring|Processes and system
36|watchdog|||files,watch|Watches file systems
30|pexpect|||terminal,automation|Controls other programs
36|gitpython|git||git|Git in Python
36|pygithub|github||github,api|GitHub API
30|python-gitlab|gitlab||gitlab,api|GitLab API
44|openai|||ai,llm,gpt|Client of the OpenAI API
40|anthropic|||ai,llm,claude|Client of the Anthropic API
44|langchain|||ai,llm,agents|Applications with language models
36|tiktoken|||tokenizer,llm|Fast tokenizer
30|python-telegram-bot|telegram||telegram,bot|Telegram bots
36|discord.py|discord||discord,bot|Discord bots
30|tweepy|||twitter,api|Twitter API
30|slack-sdk|slack_sdk||slack,api|Slack API
36|stripe|||payments|Stripe API
36|pygame|||game,graphics|Games
30|pyserial|serial||serial,hardware|Serial ports
30|pyusb|usb||usb,hardware|USB access
30|dnspython|dns||dns|DNS toolkit
30|python-slugify|slugify||slug,url|Slugs from strings
30|python-magic|magic||file type|File type identification
30|python-levenshtein|Levenshtein||levenshtein,distance|Edit distances
30|rapidfuzz|||fuzzy,string|Fast fuzzy string matching
30|fuzzywuzzy|||fuzzy,string|Fuzzy string matching
30|unidecode|||ascii,transliteration|ASCII transliteration
30|shapely|||geometry|Geometric objects
30|geopandas|||geography,dataframe|Geographic data frames
30|folium|||maps|Maps with Leaflet
30|python-ldap|ldap||ldap|LDAP client
30|python-memcached|memcache||memcached,cache|Memcached client
30|paho-mqtt|paho||mqtt,iot|MQTT client
36|sentry-sdk|sentry_sdk|sentry|errors,monitoring|Error monitoring
36|prometheus-client|prometheus_client||metrics|Prometheus client
30|pywin32|win32api,win32con,win32com,pywintypes||windows|Windows extensions
`;

export const CARGO_SEED = `
90|serde|||serialization,deserialization|Serialization framework
84|serde_json|||json,serialization|JSON for serde
84|tokio|||async,runtime|Asynchronous runtime
50|async-std|async_std||async,runtime|Asynchronous standard library
80|rand|||random|Random numbers
80|clap|||cli,arguments|Command line arguments
76|anyhow|||error|Flexible errors
74|thiserror|||error,derive|Derives errors
76|log|||logging|Logging facade
56|env_logger|||logging|Logger by environment
70|tracing|||logging,tracing|Structured diagnostics
74|regex|||regular expression|Regular expressions
66|chrono|||date,time|Dates and times
44|time|||date,time|Dates and times
66|reqwest|||http,client|HTTP client
66|hyper|||http|HTTP implementation
60|axum|||web,framework|Web framework on tokio
56|actix-web|actix_web|actix|web,framework|Web framework
44|rocket|||web,framework|Web framework
44|warp|||web,framework|Composable web framework
50|tonic|||grpc|gRPC
50|prost|||protobuf|Protocol Buffers
50|diesel|||orm,sql|ORM and query builder
50|sqlx|||sql,async|Asynchronous SQL
40|sea-orm|sea_orm||orm,async|Asynchronous ORM
40|rusqlite|||sqlite|SQLite
60|rayon|||parallel,iterators|Data parallelism
50|crossbeam|||concurrency|Concurrency tools
50|parking_lot|||mutex,locks|Compact locks
44|dashmap|||hashmap,concurrent|Concurrent map
60|itertools|||iterators|Iterator adaptors
60|lazy_static|||static|Lazy statics
56|once_cell|||static|Single assignment cells
60|bytes|||bytes,buffer|Byte buffers
56|futures|||async|Futures
60|uuid|||uuid|UUIDs
50|url|||url,parser|URLs
44|nom|||parser,combinators|Parser combinators
40|pest|||parser,peg|PEG parser
60|syn|||parser,macros|Parses Rust
60|quote|||macros|Quasi-quoting
50|criterion|||benchmark|Benchmarks
40|proptest|||property testing|Property testing
40|tempfile|||temporary,files|Temporary files
40|walkdir|||files,directory|Walks folders
40|bevy|||game,engine|Game engine
40|wgpu|||graphics,gpu|Graphics API
40|wasm-bindgen|wasm_bindgen||wasm|WebAssembly bindings
50|sha2|||hash,crypto|SHA-2 hashes
40|ring|||crypto|Cryptography
44|rustls|||tls|TLS
40|ndarray|||array,matrix|N-dimensional arrays
40|polars|||dataframe|Data frames
40|image|||image|Image processing
40|toml|||toml|TOML
36|csv|||csv|CSV
40|bincode|||serialization,binary|Binary serialization
`;

export const GO_SEED = `
70|github.com/gin-gonic/gin||gin|web,framework,http|HTTP web framework
56|github.com/labstack/echo/v4||echo|web,framework|Web framework
50|github.com/gofiber/fiber/v2||fiber|web,framework|Web framework like Express
50|github.com/go-chi/chi/v5||chi|router,http|HTTP router
56|github.com/gorilla/mux||mux|router,http|HTTP router
56|github.com/gorilla/websocket||websocket|websocket|WebSockets
70|github.com/stretchr/testify||testify|testing,assert|Assertions and mocks
60|github.com/sirupsen/logrus||logrus|logging|Structured logger
60|go.uber.org/zap||zap|logging,fast|Fast structured logging
50|github.com/rs/zerolog||zerolog|logging,json|JSON logging
66|github.com/spf13/cobra||cobra|cli,commands|Command line applications
60|github.com/spf13/viper||viper|configuration|Configuration
50|github.com/spf13/pflag||pflag|flags,cli|POSIX flags
50|github.com/urfave/cli/v2||urfave|cli|Command line applications
56|gorm.io/gorm||gorm|orm,database|ORM
44|github.com/jmoiron/sqlx||sqlx|sql,database|Extensions of database/sql
50|github.com/jackc/pgx/v5||pgx|postgresql,driver|PostgreSQL driver
40|github.com/lib/pq||pq|postgresql,driver|PostgreSQL driver
44|github.com/go-sql-driver/mysql||mysql|mysql,driver|MySQL driver
40|github.com/mattn/go-sqlite3||sqlite3|sqlite,driver|SQLite driver
50|github.com/redis/go-redis/v9||go-redis|redis,client|Redis client
40|go.mongodb.org/mongo-driver||mongo|mongodb,driver|MongoDB driver
60|google.golang.org/grpc||grpc|grpc,rpc|gRPC
60|google.golang.org/protobuf||protobuf|protocol buffers|Protocol Buffers
56|github.com/prometheus/client_golang||prometheus|metrics|Prometheus client
50|go.opentelemetry.io/otel||opentelemetry|tracing|OpenTelemetry
50|github.com/google/uuid||uuid|uuid|UUIDs
50|github.com/golang-jwt/jwt/v5||jwt|jwt,token|JSON Web Tokens
50|gopkg.in/yaml.v3||yaml|yaml|YAML
40|github.com/pkg/errors||errors|errors|Errors with stack traces
40|github.com/nats-io/nats.go||nats|messaging|NATS client
40|github.com/segmentio/kafka-go||kafka|kafka|Kafka client
40|github.com/aws/aws-sdk-go-v2||aws|aws|AWS SDK
44|k8s.io/client-go||kubernetes|kubernetes|Kubernetes client
44|golang.org/x/sync||errgroup|concurrency|Concurrency
44|golang.org/x/crypto||crypto|crypto|Cryptography
36|github.com/fsnotify/fsnotify||fsnotify|files,watch|File notifications
36|github.com/charmbracelet/bubbletea||bubbletea|terminal,tui|Terminal user interfaces
36|github.com/go-playground/validator/v10||validator|validation|Struct validation
30|github.com/joho/godotenv||godotenv|environment|Loads environment files
`;
