/** What is asked of libraries: names as written, misspelt, as imported, and purposes in words. Written for this load, not drawn from any labelled set. */
export const LIBRARY_QUESTIONS: readonly string[] = [
  'react', 'vue', 'svelte', 'angular', 'express', 'fastify', 'koa', 'nestjs', 'next', 'nuxt', 'remix', 'astro', 'vite', 'webpack', 'rollup', 'esbuild', 'parcel',
  'typescript', 'eslint', 'prettier', 'jest', 'vitest', 'mocha', 'chai', 'playwright', 'cypress', 'puppeteer', 'lodash', 'ramda', 'rxjs', 'immer', 'zod', 'joi', 'yup', 'ajv',
  'axios', 'got', 'undici', 'node-fetch', 'graphql', 'apollo-server', 'prisma', 'typeorm', 'sequelize', 'knex', 'mongoose', 'ioredis', 'bullmq', 'kafkajs', 'amqplib',
  'django', 'flask', 'fastapi', 'requests', 'httpx', 'numpy', 'pandas', 'scipy', 'scikit-learn', 'pytorch', 'tensorflow', 'pydantic', 'sqlalchemy', 'celery', 'pytest', 'black',
  'recat', 'expres', 'lodahs', 'typscript', 'axois', 'djnago', 'falsk', 'reqeusts', 'pandsa', 'numppy', 'mongose', 'sequalize', 'graphq', 'prisam', 'eslnt', 'jset',
  'sklearn', 'yaml', 'dateutil', 'PIL', 'cv2', 'bs4', 'jwt', 'dotenv', '@nestjs/core', '@types/node', 'fs-extra',
  'parse command line arguments', 'validate objects by a schema', 'send mail over smtp', 'read and write csv files', 'dates and time zones', 'http client with retries',
  'web framework with dependency injection', 'state management for user interfaces', 'object relational mapper', 'task queue on redis', 'render charts in the browser', 'parse html',
  'websocket server', 'password hashing', 'generate pdf documents', 'image resizing', 'structured logging', 'rate limiting middleware', 'end to end browser tests', 'markdown to html',
  'diff of two texts', 'markup templates', 'internationalisation of messages', 'numerical arrays', 'data frames', 'deep learning', 'message broker client', 'cron jobs in process',
];
