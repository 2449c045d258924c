using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Turns document paths, whose positions count what shows, into the steps of cells.</summary>
internal readonly struct PlaceFinder(FullNode? root)
{
    /// <summary>Follows a path.</summary>
    /// <returns>False if the path ends in a position past the end of the list that shows there.</returns>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.EditMismatch"/>: on the way is no map or list to go on from.</exception>
    public bool TryFind(ValuePath path, out Place place)
    {
        PathStep[]? names = path.Names;
        PathStep[] steps = names ?? new PathStep[path.Parts.Length];
        Node? node = root;
        Winner parent = default;
        Winner winner = Reading.RootWinner(root) with { Kind = ValueKind.Map }; // also where the item was only touched
        for (int i = 0; i < steps.Length; i++)
        {
            PathPart part = path.Parts[i];
            bool last = i == steps.Length - 1;
            if (winner.Kind != (part.IsPosition ? ValueKind.List : ValueKind.Map)) throw Mismatch(path, part, winner);
            if (!part.IsPosition)
            {
                if (names is null) steps[i] = PathStep.Name(part.Name!);
            }
            else if (!TryElement(node, winner, part.Position, out steps[i]))
            {
                place = default;
                return last ? false : throw Mismatch(path, part, winner);
            }

            node = node?.Full().Find(steps[i]);
            parent = winner;
            winner = node is null ? default : Reading.WinnerOf(node, parent);
        }

        place = new Place(steps, node, parent);
        return true;
    }

    private static DocumentFault Mismatch(ValuePath path, PathPart part, Winner winner) =>
        new(DocumentFaultKind.EditMismatch, $"The path of {path.Parts.Length} parts cannot go on at part {path.Parts.IndexOf(part) + 1}: there is {(winner.Exists ? $"a {winner.Kind}" : "nothing")}.");

    private static bool TryElement(Node? node, Winner list, int position, out PathStep step)
    {
        step = default;
        if (node is null || list.Kind != ValueKind.List) return false;
        foreach (Child child in node.Full().Children)
        {
            if (!Reading.ShowsEntry(child, list) || position-- > 0) continue;
            step = child.Step;
            return true;
        }

        return false;
    }
}
