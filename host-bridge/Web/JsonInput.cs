using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Reads what somebody sends as JSON, with bounds that hold before anything of it is parsed.</summary>
public static class JsonInput
{
    /// <summary>The most bytes that are taken.</summary>
    public const int MostBytes = 16 * 1024;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 8,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Reads the body of a request; where it cannot be read, what is wrong with it is the answer.</summary>
    public static async Task<(T? Input, IResult? Refusal)> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = MostBytes;
        }

        try
        {
            T? input = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted);
            return input == null ? (null, Bad("The body is null: send an object.")) : (input, null);
        }
        catch (JsonException exception)
        {
            string where = string.IsNullOrEmpty(exception.Path) ? "" : $" at {exception.Path}";
            return (null, Bad($"The body is not the JSON object that is wanted{where}: see /openapi/v1.json for its members."));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Results.Problem($"The body is longer than {MostBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge));
        }
        catch (Exception exception) when (exception is IOException or BadHttpRequestException)
        {
            return (null, Bad("The body ended before its time."));
        }
    }

    private static IResult Bad(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status400BadRequest);
}
