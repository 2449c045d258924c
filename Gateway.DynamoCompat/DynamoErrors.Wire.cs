using System.Text.Json;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat;

/// <content>Requests that cannot be read. Source: observed dynalite 4.0.0, which recorded the texts from the service, unless a remark says otherwise.</content>
internal static partial class DynamoErrors
{
    private const string Coral = "com.amazon.coral.service";

    /// <summary>The body is no JSON, or breaks off; the service says no more about it.</summary>
    public static DynamoError Serialization() => new("SerializationException", null) { Namespace = Coral, IsMessageCapital = true };

    /// <summary>A value in the body is of the wrong type.</summary>
    public static DynamoError Serialization(string message) => new("SerializationException", message) { Namespace = Coral, IsMessageCapital = true };

    /// <summary>No such operation, or no target at all.</summary>
    public static DynamoError UnknownOperation() => new("UnknownOperationException", null) { Namespace = Coral };

    /// <summary>Ours: a PoP whose clock is far off takes no writes; an SDK tries again, with luck elsewhere. Source: DESIGN 4.7.</summary>
    public static readonly DynamoError ClockIsOff =
        Service("InternalServerError", "The clock of this PoP is more than 60 seconds off its peers': it takes no writes until that is mended") with { Status = 500 };

    /// <summary>Ours: a PoP that does not have yet what the others have, of all or of one table, takes no writes of it; an SDK tries again. Source: ADR 5, ADR 27.</summary>
    public static readonly DynamoError StillJoining =
        Service("InternalServerError", "This PoP is taking over what the others have, and takes no writes until it has all of it") with { Status = 500 };

    /// <summary>Ours: what this PoP wrote of a user who was away for long it has dropped, and the PoP that keeps it is out of reach; an SDK tries again. Source: ADR 41.</summary>
    public static readonly DynamoError NotHere =
        Service("InternalServerError", "The items of this partition key were dropped here because nobody used them, and the PoP that keeps them cannot be reached: nothing is written before it can") with { Status = 500 };

    /// <summary>Something that only a bug explains. Source: model InternalServerError.</summary>
    public static DynamoError InternalServerError() => Service("InternalServerError", "Internal server error") with { Status = 500 };

    /// <summary>An error of the service model: its name, with "message" spelled as the model spells it.</summary>
    public static DynamoError Service(string code, string message) =>
        new(code, message) { IsMessageCapital = ServiceModel.Dynamo.Errors.TryGetValue(code, out string? spelling) && spelling == "Message" };

    /// <summary>A JSON scalar where another one belongs: <c>NUMBER_VALUE cannot be converted to String</c>.</summary>
    public static DynamoError CannotBeConverted(JsonTokenType token, bool isDecimal, string javaName)
    {
        string word = token switch
        {
            JsonTokenType.String => "STRING_VALUE",
            JsonTokenType.Number => isDecimal ? "DECIMAL_VALUE" : "NUMBER_VALUE",
            JsonTokenType.True => "TRUE_VALUE",
            _ => "FALSE_VALUE",
        };
        return Serialization($"{word} cannot be converted to {javaName}");
    }

    /// <summary>A list where something else belongs.</summary>
    /// <param name="javaType">As Java prints the type that was expected: <c>class java.lang.String</c>.</param>
    public static DynamoError UnrecognizedCollection(string javaType) => Serialization($"Unrecognized collection type {javaType}");

    /// <summary>An object where a scalar or a list belongs.</summary>
    public static DynamoError UnexpectedStructure() => Serialization("Start of structure or map found where not expected");

    /// <summary>A scalar where a member is a list, a map or a structure.</summary>
    public static DynamoError UnexpectedField() => Serialization("Unexpected field type");

    /// <summary>A scalar among the structures of a list or a map.</summary>
    public static DynamoError UnexpectedElement() => Serialization("Unexpected value type in payload");

    /// <summary>A scalar among the lists or maps of a list or a map: the service fails in an odd way, and says so.</summary>
    public static DynamoError UnexpectedGeneric() => Serialization(
        "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class "
        + "(sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')");

    /// <summary>A text that is no truth value where one belongs.</summary>
    public static DynamoError UnexpectedToken() => Serialization("Unexpected token received from parser");

    public static DynamoError BlobIsNoText() => Serialization("only base-64-encoded strings are convertible to bytes");

    public static DynamoError BlobLength(int length) => Serialization($"Base64 encoded length is expected a multiple of 4 bytes but found: {length}");

    /// <summary>The misspelling is the service's. It is known for bad last characters; that other ones get it too is a guess.</summary>
    public static DynamoError BlobCharacter() => Serialization("Invalid last non-pad Base64 character dectected");
}
