using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>
/// One change of an item, as plain data. A request is a list of them, planned together under one stamp; all paths and positions mean the item
/// as it was before the request, and no two edits of one request may overlap (except a <see cref="Default"/> before an edit of its path).
/// </summary>
public abstract record DocumentEdit
{
    private DocumentEdit()
    {
    }

    /// <summary>Where it applies; null for edits of the whole item.</summary>
    public virtual ValuePath? Path => null;

    /// <summary>PutItem: the item becomes this. Alone in its request.</summary>
    /// <param name="Item">A map, without the key attributes.</param>
    public sealed record PutItem(Value Item) : DocumentEdit;

    /// <summary>DeleteItem: the item and all that was seen of it goes. Alone in its request.</summary>
    public sealed record DeleteItem : DocumentEdit;

    /// <summary>
    /// The item exists from now on. Part of an UpdateItem if and only if the whole request, run on an absent item, would have created it (rule E).
    /// </summary>
    public sealed record Touch : DocumentEdit;

    /// <summary>SET p = v, for a member or attribute, and for a list element: at or past the end of the list it appends.</summary>
    public sealed record Assign(ValuePath Path, Value Value) : DocumentEdit
    {
        /// <inheritdoc/>
        public override ValuePath Path { get; } = Path;
    }

    /// <summary>SET p = if_not_exists(p, v), and the start value of the increment, set or list edit of the same path that follows it (rule F).</summary>
    public sealed record Default(ValuePath Path, Value Value) : DocumentEdit
    {
        /// <inheritdoc/>
        public override ValuePath Path { get; } = Path;
    }

    /// <summary>SET p = p + n, ADD p n: needs a number there, or a <see cref="Default"/> before it.</summary>
    public sealed record Increment(ValuePath Path, ExactNumber By) : DocumentEdit
    {
        /// <inheritdoc/>
        public override ValuePath Path { get; } = Path;
    }

    /// <summary>ADD p set: makes the set if there is none.</summary>
    public sealed record AddToSet(ValuePath Path, Value Elements) : DocumentEdit
    {
        /// <inheritdoc/>
        public override ValuePath Path { get; } = Path;
    }

    /// <summary>DELETE p set: elements that are not there do not matter; without elements the set itself is gone.</summary>
    public sealed record RemoveFromSet(ValuePath Path, Value Elements) : DocumentEdit
    {
        /// <inheritdoc/>
        public override ValuePath Path { get; } = Path;
    }

    /// <summary>SET p = list_append(p, v).</summary>
    public sealed record Append(ValuePath Path, Value Values) : DocumentEdit
    {
        /// <inheritdoc/>
        public override ValuePath Path { get; } = Path;
    }

    /// <summary>SET p = list_append(v, p).</summary>
    public sealed record Prepend(ValuePath Path, Value Values) : DocumentEdit
    {
        /// <inheritdoc/>
        public override ValuePath Path { get; } = Path;
    }

    /// <summary>Puts values between two elements: right after the position <paramref name="After"/>. Only merge planning makes it.</summary>
    public sealed record InsertAfter(ValuePath Path, int After, Value Values) : DocumentEdit
    {
        /// <inheritdoc/>
        public override ValuePath Path { get; } = Path;
    }

    /// <summary>REMOVE p, for an attribute, a member or a list element; what is not there does not matter.</summary>
    public sealed record Remove(ValuePath Path) : DocumentEdit
    {
        /// <inheritdoc/>
        public override ValuePath Path { get; } = Path;
    }
}
