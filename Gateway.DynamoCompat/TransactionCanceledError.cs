using System.Text.Json;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat;

/// <summary>A transaction that was not done, with the reason of each of its items. Source: model TransactionCanceledException.</summary>
internal sealed record TransactionCanceledError : DynamoError
{
    private readonly IReadOnlyList<CancellationReason> reasons;

    public TransactionCanceledError(IReadOnlyList<CancellationReason> reasons)
        : base("TransactionCanceledException", $"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", reasons.Select(reason => reason.Code))}]")
    {
        this.reasons = reasons;
        IsMessageCapital = true;
    }

    public IReadOnlyList<CancellationReason> Reasons => reasons;

    /// <inheritdoc/>
    protected internal override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("CancellationReasons"u8);
        foreach (CancellationReason reason in reasons)
        {
            writer.WriteStartObject();
            writer.WriteString("Code"u8, reason.Code);
            if (!reason.Item.IsNone)
            {
                writer.WritePropertyName("Item"u8);
                ItemWriter.WriteItem(writer, reason.Item);
            }

            if (reason.Message is not null) writer.WriteString("Message"u8, reason.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
