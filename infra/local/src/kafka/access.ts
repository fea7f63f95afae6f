import type { AclEntry, Admin, DescribeAclResponse } from 'kafkajs';
import kafkajs from 'kafkajs';
import { pause } from '../platform/wait.js';
import type { PlannedAccess } from './topic-plan.js';

// Node finds only some of the names that this CommonJS package exports.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** Gives every account of the plan exactly its rights, and waits until the broker applies them. */
export async function alignAccess(admin: Admin, planned: readonly PlannedAccess[]): Promise<void> {
  const wanted = planned.flatMap(entriesOf);
  const { missing, surplus } = await accessDifference(admin, wanted);
  if (missing.length > 0) await admin.createAcls({ acl: missing });
  if (surplus.length > 0) await admin.deleteAcls({ filters: surplus });
  // The controller answers before the broker has heard of it; a service that starts in between is refused.
  for (let tries = 0; tries < 150; tries++) {
    const left = await accessDifference(admin, wanted);
    if (left.missing.length + left.surplus.length === 0) return;
    await pause(200);
  }
  throw new Error('Kafka took the access rights of the services but does not apply them');
}

async function accessDifference(
  admin: Admin,
  wanted: readonly AclEntry[],
): Promise<Record<'missing' | 'surplus', AclEntry[]>> {
  const principals = new Set(wanted.map((entry) => entry.principal));
  const found = flatten(await admin.describeAcls(everything())).filter((entry) => principals.has(entry.principal));
  const wantedKeys = new Set(wanted.map(keyOf));
  const foundKeys = new Set(found.map(keyOf));
  return {
    missing: wanted.filter((entry) => !foundKeys.has(keyOf(entry))),
    surplus: found.filter((entry) => !wantedKeys.has(keyOf(entry))),
  };
}

function entriesOf({ account, writes, reads, group }: PlannedAccess): AclEntry[] {
  const allow = (
    resourceType: AclEntry['resourceType'],
    resourceName: string,
    operation: AclEntry['operation'],
    resourcePatternType: AclEntry['resourcePatternType'] = ResourcePatternTypes.LITERAL,
  ): AclEntry => ({
    principal: `User:${account}`,
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    resourceType,
    resourceName,
    operation,
    resourcePatternType,
  });
  return [
    ...writes.map((topic) => allow(AclResourceTypes.TOPIC, topic, AclOperationTypes.WRITE)),
    ...reads.map((topic) => allow(AclResourceTypes.TOPIC, topic, AclOperationTypes.READ)),
    allow(AclResourceTypes.GROUP, group, AclOperationTypes.READ),
    allow(AclResourceTypes.GROUP, `${group}-`, AclOperationTypes.READ, ResourcePatternTypes.PREFIXED),
  ];
}

function everything(): Parameters<Admin['describeAcls']>[0] {
  return {
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  };
}

function flatten({ resources }: DescribeAclResponse): AclEntry[] {
  return resources.flatMap(({ acls, resourceType, resourceName, resourcePatternType }) =>
    acls.map((acl) => ({ ...acl, resourceType, resourceName, resourcePatternType })),
  );
}

function keyOf(entry: AclEntry): string {
  const { principal, resourceType, resourceName, resourcePatternType, operation, permissionType, host } = entry;
  return [principal, resourceType, resourceName, resourcePatternType, operation, permissionType, host].join('|');
}
