namespace DutyKiosk.Terminal.Buzzer
{
    /// <summary>What a person hears.</summary>
    public interface ISounder
    {
        /// <summary>Sounds a frequency in hertz, as far as the buzzer has more than one; 0 is silence.</summary>
        void Sound(int hz);
    }
}
