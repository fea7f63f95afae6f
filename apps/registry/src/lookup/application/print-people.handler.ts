import type { Actor } from '@doorstep/auth';
import type { Diet, FoundPerson, PrintPeople as PrintPeopleBody } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Injectable } from '@nestjs/common';
import type { PaperRow } from '../domain/paper.js';
import { labelPage, rosterPage } from '../domain/paper.js';
import { LookUpPeople } from './look-up-people.handler.js';

const TEXTURES: Readonly<Record<Diet['texture'], string>> = {
  regular: '',
  soft: '软食',
  minced: '碎食',
  pureed: '糊状',
  liquid: '流质',
};
const FAITHS: Readonly<Record<Diet['faith'], string>> = {
  none: '',
  halal: '清真',
  buddhist_vegetarian: '佛家素食',
  vegetarian: '素食',
};

/** Rosters and labels with names are made here, so that no other service has to know a name. */
@Injectable()
export class PrintPeople {
  constructor(private readonly lookUp: LookUpPeople) {}

  async execute(actor: Actor, { kind, purpose, title, rows }: PrintPeopleBody, meta: EventMeta): Promise<string> {
    const choose = () => Promise.resolve(rows.map(({ personId }) => personId));
    const people = await this.lookUp.execute({ actor, purpose, meta, choose });
    const byId = new Map(people.map((person) => [person.personId, person]));
    const lines = rows.flatMap(({ personId, text }) => {
      const person = byId.get(personId);
      return person ? [rowOf(person, text ?? '')] : [];
    });
    return kind === 'roster' ? rosterPage(title, lines) : labelPage(title, lines);
  }
}

function rowOf(person: FoundPerson, text: string): PaperRow {
  const { name, phone, address, diet } = person;
  return {
    // Where a name is hidden, boxes are told apart by the end of the pseudonym.
    name: name.value ?? `#${person.personId.slice(-6)}`,
    phone: phone.value ?? '',
    address: address.value ?? '',
    diet: diet ? dietText(diet) : '',
    text,
  };
}

function dietText({ allergies, texture, lowSalt, lowSugar, faith }: Diet): string {
  const parts = [TEXTURES[texture], lowSalt ? '少盐' : '', lowSugar ? '少糖' : '', FAITHS[faith]];
  if (allergies.length > 0) parts.push(`忌:${allergies.join('、')}`);
  return parts.filter((part) => part !== '').join(' ');
}
