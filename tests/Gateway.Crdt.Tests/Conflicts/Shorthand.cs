using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>Items, requests and paths in few words; the actions of an UpdateItem are those of <see cref="Request"/>.</summary>
internal static class Shorthand
{
    /// <summary>No item.</summary>
    public static Value Nothing => default;

    public static Value Item(params (string Name, Literal Value)[] attributes) => Map(attributes);

    public static Value Map(params (string Name, Literal Value)[] members) => Value.Map(members.Select(member => KeyValuePair.Create(member.Name, member.Value.Value)));

    public static Value List(params Literal[] elements) => Value.List(elements.Select(element => element.Value));

    public static Value Texts(params string[] elements) => Value.StringSet(elements);

    public static Value Numbers(params long[] elements) => Value.Set(ValueKind.NumberSet, elements.Select(element => Value.Number(element)));

    public static Request PutItem(params (string Name, Literal Value)[] attributes) => new Request.Put(Item(attributes));

    public static Request DeleteItem() => new Request.Delete();

    public static Request UpdateItem(params UpdateAction[] actions) => Request.Of(actions);

    /// <summary>An UpdateItem under <c>attribute_exists(pk)</c>.</summary>
    public static Request UpdateExisting(params UpdateAction[] actions) => Request.Guarded(actions);

    public static UpdateAction Set(ValuePath path, Literal value) => Request.Set(path, value.Value);

    public static UpdateAction SetOnce(ValuePath path, Literal value) => Request.IfNotExists(path, value.Value);

    /// <summary><c>SET list = list_append(list, :elements)</c>: needs the list.</summary>
    public static UpdateAction Append(ValuePath list, params Literal[] elements) => Request.Append(list, List(elements));

    /// <summary><c>SET list = list_append(:elements, list)</c>: needs the list.</summary>
    public static UpdateAction Prepend(ValuePath list, params Literal[] elements) => Request.Prepend(list, List(elements));

    /// <summary><c>SET list = list_append(if_not_exists(list, :empty), :elements)</c>.</summary>
    public static UpdateAction AppendOrStart(ValuePath list, params Literal[] elements) => Request.Append(list, List(elements), Value.EmptyList);

    /// <summary><c>map.member</c>.</summary>
    public static ValuePath In(ValuePath map, string member) => map.Member(member);

    /// <summary><c>list[position]</c>.</summary>
    public static ValuePath At(ValuePath list, int position) => list.At(position);
}
