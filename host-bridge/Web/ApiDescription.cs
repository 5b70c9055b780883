using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The API as <c>/openapi/v1.json</c> describes it: the same whichever program the bridge runs in.</summary>
public static class ApiDescription
{
    private static readonly string[] Numbers = ["after", "before", "limit"];

    /// <summary>Adds what the API for reading needs.</summary>
    public static void AddReading(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(openApi =>
        {
            openApi.DescribeAccess();
            openApi.AddExamples();
            openApi.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "DutyKiosk bridge", Version = "v1" };

                // Whoever reads this has just asked a server that answers; its address is where this came from.
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
            openApi.AddOperationTransformer((operation, _, _) =>
            {
                // They are taken as text so that a refusal can name them, and are numbers all the same.
                foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => Numbers.Contains(parameter.Name, StringComparer.Ordinal)))
                {
                    parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" };
                }

                return Task.CompletedTask;
            });
            openApi.AddSchemaTransformer((schema, context, _) =>
            {
                if (context.JsonTypeInfo.Type == typeof(RecordJson))
                {
                    schema.Type = JsonSchemaType.Object;
                    schema.Description = "The record as the terminal signed it.";
                }
                else if (schema.Enum is { Count: > 0 })
                {
                    // Words, as all enumerations of this API are.
                    schema.Type = JsonSchemaType.String;
                }

                return Task.CompletedTask;
            });
        });
    }
}
