using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Crdt.Planning;

/// <summary>Turns a request's edits, seen against the local document, into the delta that every replica can merge. Pure.</summary>
public static class EditPlanner
{
    /// <summary>Plans a request.</summary>
    /// <param name="document">The item here, under its lock.</param>
    /// <param name="edits">The request; valid against <see cref="Document.Visible"/>, as DynamoDB would have checked.</param>
    /// <param name="stamp">From <see cref="HybridClock.Next"/> for this document.</param>
    /// <param name="options">What the table says; merge mode if null.</param>
    /// <returns>
    /// The delta. Applied to the document it shows just what DynamoDB would show after the request. Empty (<see cref="Delta.IsEmpty"/>) if the request
    /// changes nothing.
    /// </returns>
    /// <exception cref="DocumentFault">
    /// <see cref="DocumentFaultKind.EditMismatch"/>: an edit does not fit what shows; <see cref="DocumentFaultKind.NumberRange"/>: an increment leaves the
    /// range of numbers; <see cref="DocumentFaultKind.TooDeep"/>; <see cref="DocumentFaultKind.StampBeyondContext"/>: the stamp is not new.
    /// </exception>
    public static Delta Plan(Document document, IReadOnlyList<DocumentEdit> edits, Stamp stamp, PlanOptions? options = null)
    {
        if (stamp.Time <= document.Context.Highest)
        {
            throw new DocumentFault(DocumentFaultKind.StampBeyondContext, $"The stamp {stamp} is not later than the item's context.");
        }

        DeltaBuilder delta = new();
        IReadOnlyList<DocumentEdit> smallest = MergePlanner.Shrink(document, edits, options ?? PlanOptions.Merge);
        new RequestPlanner(document, stamp, delta).Plan(smallest);
        return new Delta(document.Key, stamp, document.Context, delta.Build() ?? DeltaNode.Nothing);
    }
}
