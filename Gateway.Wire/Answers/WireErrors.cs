using System.Text.Json;

namespace Gateway.Wire.Answers;

/// <summary>The errors that all services share.</summary>
public static class WireErrors
{
    /// <summary>A violated constraint of the model.</summary>
    public static WireError Validation(string message) => new(400, "ValidationException", message);

    /// <summary>A value of another type than the model says.</summary>
    public static WireException Serialization(string message) => new(new WireError(400, "SerializationException", message) { MessageName = "Message" });

    /// <summary>A value of another type than the model says.</summary>
    public static WireException Serialization(JsonTokenType found, string wanted) => Serialization($"{NameOf(found)} can not be converted to {Article(wanted)} {wanted}");

    /// <summary>A mistake of ours.</summary>
    public static WireError Internal() => new(500, "ServiceException", "An internal error occurred.") { MessageName = "Message" };

    private static string NameOf(JsonTokenType found) => found switch
    {
        JsonTokenType.String => "STRING_VALUE",
        JsonTokenType.Number => "NUMBER_VALUE",
        JsonTokenType.True => "TRUE_VALUE",
        JsonTokenType.False => "FALSE_VALUE",
        JsonTokenType.StartArray => "START_ARRAY",
        _ => "START_OBJECT",
    };

    private static string Article(string word) => word[0] is 'I' or 'i' ? "an" : "a";
}
