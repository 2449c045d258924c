using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>Reads a <see cref="SharedForm"/>. Parts that are not there, or that a newer program wrote in another way, read as null.</summary>
/// <param name="form">The form; none for a table without settings.</param>
internal readonly struct SharedSettings(Value form)
{
    public string? Text(string member) => Find(member) is { Kind: ValueKind.String } value ? value.AsString() : null;

    public bool Flag(string member) => Find(member) is { Kind: ValueKind.Boolean } value && value.AsBoolean();

    public DateTimeOffset? Moment(string member) =>
        DateTimeOffset.TryParse(Text(member), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset moment) ? moment : null;

    public int? Number(string member) => Find(member) is { Kind: ValueKind.Number } value && value.AsNumber().TryToInt64(out long number) ? (int)number : null;

    public T? Json<T>(string member, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Text(member) is { } text ? JsonSerializer.Deserialize(text, type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The stream that is on.</summary>
    public StreamDefinition? Stream() =>
        Text(SharedForm.Stream)?.Split(' ') is [var view, var label] && TableReader.View(view) is not StreamView.None and var known ? new StreamDefinition(known, label) : null;

    /// <summary>The texts of a list, by their names.</summary>
    public IEnumerable<(string Name, string Text)> Texts(string list)
    {
        List<(string, string)> texts = [];
        if (form.Kind != ValueKind.Map) return texts;
        string start = SharedForm.NameOf(list, "");
        foreach (ValueEntry entry in form)
        {
            if (entry.Value.Kind == ValueKind.String && entry.Name.StartsWith(start, StringComparison.Ordinal)) texts.Add((entry.Name[start.Length..], entry.Value.AsString()));
        }

        return texts;
    }

    /// <summary>The texts of a list, each read as JSON, by their names.</summary>
    public IEnumerable<T> Items<T>(string list, JsonTypeInfo<T> type)
        where T : class
    {
        SharedSettings settings = this;
        return Texts(list).Select(one => settings.Json(SharedForm.NameOf(list, one.Name), type)).OfType<T>();
    }

    private Value Find(string member) => form.Kind == ValueKind.Map ? form[member] : default;
}
