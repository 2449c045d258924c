using System.Text;
using Gateway.DynamoCompat.Wire;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Tests.Wire;

/// <summary>Reads bodies as the face would.</summary>
internal static class Request
{
    public static WireStructure Read(string operation, string body) => Read(operation, Encoding.UTF8.GetBytes(body));

    public static WireStructure Read(string operation, byte[] body) => RequestReader.Read(ServiceModel.Dynamo.InputOf(operation), body);

    /// <summary>The refusal of a body: <c>CODE: message</c>, or only the code if there is no message.</summary>
    public static string Refusal(string operation, string body) => Refusal(() => Read(operation, body));

    public static string Refusal(Action read)
    {
        DynamoError error = Assert.Throws<WireException>(read).Error;
        return error.Message is null ? error.Code : $"{error.Code}: {error.Message}";
    }
}
