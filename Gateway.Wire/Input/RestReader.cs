using System.Globalization;
using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Gateway.Wire.Models;

namespace Gateway.Wire.Input;

/// <summary>Reads the input of an operation from path, query, headers and body.</summary>
public static class RestReader
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="JsonException">The body is not JSON, or too deep.</exception>
    /// <exception cref="WireException">A value is of another type than the shape says: SerializationException.</exception>
    public static WireInput Read(RouteMatch match, FaceRequest request)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(request);
        Shape shape = match.Operation.Input;
        WireInput input = new(shape);
        bool hasBodyMembers = false;
        for (int i = 0; i < shape.Members.Count; i++)
        {
            ShapeMember member = shape.Members[i];
            switch (member.Location)
            {
                case MemberLocation.Path:
                    if (match.Labels.TryGetValue(member.WireName, out string? label)) input.Values[i] = Scalar(member.Shape, label);
                    break;
                case MemberLocation.Query:
                    input.Values[i] = FromQuery(member, match);
                    break;
                case MemberLocation.Header:
                    if (request.Header(member.WireName) is { } header) input.Values[i] = Scalar(member.Shape, header);
                    break;
                case MemberLocation.Headers:
                    input.Values[i] = FromHeaders(member, request);
                    break;
                case MemberLocation.Payload:
                    input.Values[i] = FromBody(member.Shape, request.Body);
                    break;
                default:
                    hasBodyMembers = true;
                    break;
            }
        }

        if (hasBodyMembers) JsonInputReader.ReadInto(input, request.Body.Span);
        return input;
    }

    private static object? FromBody(Shape shape, ReadOnlyMemory<byte> body) => shape.Kind switch
    {
        ShapeKind.Blob => body.ToArray(),
        ShapeKind.Structure => body.IsEmpty ? null : JsonInputReader.Read(shape, body.Span),
        _ => System.Text.Encoding.UTF8.GetString(body.Span),
    };

    private static object? FromQuery(ShapeMember member, RouteMatch match)
    {
        if (member.Shape.Kind == ShapeKind.Map)
        {
            OrderedDictionary<string, object> map = new(StringComparer.Ordinal);
            foreach ((string name, string value) in match.Query) map[name] = value;
            return map.Count == 0 ? null : map;
        }

        List<object>? list = null;
        foreach ((string name, string value) in match.Query)
        {
            if (name != member.WireName) continue;
            if (member.Shape.Kind != ShapeKind.List) return Scalar(member.Shape, value);
            (list ??= []).Add(Scalar(member.Shape.Element!, value));
        }

        return list;
    }

    private static OrderedDictionary<string, object>? FromHeaders(ShapeMember member, FaceRequest request)
    {
        OrderedDictionary<string, object> map = new(StringComparer.Ordinal);
        foreach ((string name, string value) in request.Headers)
        {
            if (name.StartsWith(member.WireName, StringComparison.OrdinalIgnoreCase)) map[name[member.WireName.Length..]] = value;
        }

        return map.Count == 0 ? null : map;
    }

    private static object Scalar(Shape shape, string text) => shape.Kind switch
    {
        ShapeKind.Integer or ShapeKind.Long =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : throw WireErrors.Serialization("STRING_VALUE can not be converted to an Integer"),
        ShapeKind.Double =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? real : throw WireErrors.Serialization("STRING_VALUE can not be converted to a Double"),
        ShapeKind.Boolean => text.Equals("true", StringComparison.OrdinalIgnoreCase),
        ShapeKind.Timestamp => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment
            : throw WireErrors.Serialization("STRING_VALUE can not be converted to a Timestamp"),
        _ => text,
    };
}
