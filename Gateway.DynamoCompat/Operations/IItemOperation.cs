using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>An operation that writes one item: what it writes, and what of the item its answer shows. The way between, up to the store and back, is the same for all of them.</summary>
internal interface IItemOperation
{
    /// <summary>Reads what is to be written.</summary>
    /// <param name="caller">Whose tables.</param>
    /// <param name="input">The request, read and checked against the model.</param>
    /// <param name="write">The write; null with an error.</param>
    /// <returns>Null when there is a write, else the error.</returns>
    /// <exception cref="WireException">The request is wrong in itself, or does not fit the table.</exception>
    DynamoError? Read(Caller caller, WireStructure input, out ItemWrite? write);

    /// <summary>What ReturnValues asks for; none for nothing.</summary>
    /// <param name="input">The request.</param>
    /// <param name="done">The write, which is durable.</param>
    Value Returned(WireStructure input, PlannedWrite done);
}
