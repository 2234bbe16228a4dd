/** Does several things in turn, A B C A B C …, so that a busy minute of the machine falls on all of them. */
export async function rounds<Name extends string, Result>(
	count: number,
	names: readonly Name[],
	act: (name: Name) => Promise<Result>,
): Promise<(name: Name) => Result[]> {
	const results = new Map<Name, Result[]>(names.map((name) => [name, []]));
	for (let round = 0; round < count; round++)
		for (const name of names) results.get(name)?.push(await act(name));
	return (name) => results.get(name) ?? [];
}
