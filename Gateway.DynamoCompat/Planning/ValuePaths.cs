using Gateway.Crdt.Planning;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Planning;

/// <summary>Targets of an update as paths of edits.</summary>
internal static class ValuePaths
{
    public static ValuePath[] Of(UpdateAction[] actions, Binding binding)
    {
        ValuePath[] paths = new ValuePath[actions.Length];
        long[]? beyond = null;
        for (int i = 0; i < paths.Length; i++)
        {
            DocumentPath target = actions[i].Target;
            paths[i] = target.ToValuePath(binding);
            long position = target.Elements[^1].Position;
            if (position < int.MaxValue - actions.Length) continue;

            // Positions that an edit cannot hold only say which comes first: they are numbered anew from the highest one down.
            beyond ??= [.. actions.Select(action => action.Target.Elements[^1].Position).Where(each => each >= int.MaxValue - actions.Length).Distinct().Order()];
            paths[i] = paths[i].Parent.At(int.MaxValue - beyond.Length + Array.BinarySearch(beyond, position));
        }

        return paths;
    }
}
