using System.Net.Http;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>Reads answers that are a success.</summary>
internal static class AnswerReader
{
    /// <summary>The answer as JSON of the shape that is due.</summary>
    public static JsonElement Read(HttpResponseMessage response, JsonValueKind expected)
    {
        try
        {
            JsonElement json = ((BufferedContent)response.Content).Json();
            if (json.ValueKind == expected)
            {
                return json;
            }
        }
        catch (JsonException)
        {
            // Said below, together with an answer of the wrong shape.
        }

        throw NotUnderstood(response);
    }

    public static ReplicateException NotUnderstood(HttpResponseMessage response)
    {
        BufferedContent body = (BufferedContent)response.Content;
        return new ReplicateException(
            ErrorKind.BadResponse,
            $"The answer ({(int)response.StatusCode}, {body.MediaType ?? "no type"}) is not what the API sends: {ProblemReader.Excerpt(body.Opening) ?? "it is empty"}")
        {
            StatusCode = response.StatusCode,
            RequestId = ProblemReader.RequestIdOf(response),
        };
    }
}
