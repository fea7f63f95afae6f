// $1 is a JSON array of event data; a row is replaced only by a higher version.

export const PUT_SITES = `
  insert into site_projection as known (site_id, version, state)
  select s ->> 'siteId', (s ->> 'version')::integer, s from jsonb_array_elements($1::jsonb) s
  on conflict (site_id) do update set version = excluded.version, state = excluded.state
  where known.version < excluded.version`;

export const PUT_POLICIES = `
  insert into policy_projection as known (pack_id, rule_version, version, effective_from, effective_to, document, sha256, active)
  select p."packId", p."ruleVersion", p.version, p."effectiveFrom", p."effectiveTo", p.document, p.sha256, p.active
  from jsonb_to_recordset($1::jsonb) as p("packId" text, "ruleVersion" text, version integer,
    "effectiveFrom" date, "effectiveTo" date, document text, sha256 text, active boolean)
  on conflict (pack_id, rule_version) do update set version = excluded.version, effective_from = excluded.effective_from,
    effective_to = excluded.effective_to, document = excluded.document, sha256 = excluded.sha256, active = excluded.active
  where known.version < excluded.version or (known.version = excluded.version and known.active)`;

export const PUT_ENTITLEMENTS = `
  insert into entitlement_projection as known (person_id, version, claims, lots, vouchers)
  select e."personId", e.version, e.claims, e.lots, e.vouchers
  from jsonb_to_recordset($1::jsonb) as e("personId" uuid, version integer, claims jsonb, lots jsonb, vouchers jsonb)
  on conflict (person_id) do update set version = excluded.version, claims = excluded.claims, lots = excluded.lots,
    vouchers = excluded.vouchers
  where known.version < excluded.version`;

export const PUT_FACTS = `
  insert into person_projection (person_id, facts)
  select p.person_id, p.facts from jsonb_to_recordset($1::jsonb) as p(person_id uuid, facts jsonb)
  on conflict (person_id) do update set facts = excluded.facts`;
