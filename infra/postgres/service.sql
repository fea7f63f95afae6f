-- One service: its database and its two roles. Run as a superuser (or with CREATEDB and CREATEROLE), once per service:
--   psql -v service=meal_orders -v owner_password=… -v app_password=… -f service.sql
-- The local stack runs these very statements. `<service>_owner` owns the schema and runs migrations; `<service>_app` is what the
-- service itself logs in as, and gets its rights on tables from the migrations (no DDL, no writes on append-only tables).

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', :'service' || '_owner')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'service' || '_owner') \gexec
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', :'service' || '_app')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'service' || '_app') \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', :'service' || '_owner', :'owner_password') \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', :'service' || '_app', :'app_password') \gexec

-- Creating a database for another role needs membership in it, unless one is superuser.
SELECT format('GRANT %I TO CURRENT_USER', :'service' || '_owner') \gexec
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0', :'service', :'service' || '_owner')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service') \gexec

-- Nobody but the service's own roles gets in.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'service') \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', :'service', :'service' || '_app') \gexec
