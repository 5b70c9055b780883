namespace DutyKiosk.Core.Records
{
    /// <summary>Writes Unix milliseconds as <c>"yyyy-MM-ddTHH:mm:ss.fffZ"</c>, quotes included.</summary>
    public static class IsoTime
    {
        private const long DayMs = 86400000;

        /// <summary>Writes the time; years 1970 to 9999.</summary>
        public static void Write(ByteBuffer to, long unixMs)
        {
            long days = unixMs / DayMs;
            int ms = (int)(unixMs % DayMs);

            // Howard Hinnant's civil_from_days: years begin in March, so that the leap day is the last one.
            // http://howardhinnant.github.io/date_algorithms.html
            long z = days + 719468;
            long era = z / 146097;
            int dayOfEra = (int)(z - (era * 146097));
            int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
            int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
            int monthFromMarch = ((5 * dayOfYear) + 2) / 153;
            int day = dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1;
            int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
            int year = (int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0);

            to.Byte('"');
            to.Digits(year, 4);
            to.Byte('-');
            to.Digits(month, 2);
            to.Byte('-');
            to.Digits(day, 2);
            to.Byte('T');
            to.Digits(ms / 3600000, 2);
            to.Byte(':');
            to.Digits(ms / 60000 % 60, 2);
            to.Byte(':');
            to.Digits(ms / 1000 % 60, 2);
            to.Byte('.');
            to.Digits(ms % 1000, 3);
            to.Ascii("Z\"");
        }
    }
}
