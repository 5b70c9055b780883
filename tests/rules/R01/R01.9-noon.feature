@R01.9
Feature: R01.9 服务时间 (午休)
  Where the service pauses at noon, the last one of the morning closes it as the last one of the day does.

  Background:
    Given the policy pack "duty-hotline" with:
      | parameter | value |
      | coverFrom | 08:00 |
      | coverTo   | 20:00 |
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | A1 | 2026-03-02 08:00 | 2026-03-02 12:00 | S01    | S09        |
      | B1 | 2026-03-02 14:00 | 2026-03-02 20:00 | S02    | S09        |
    And the time is "2026-03-02 11:40"
    And "S01" holds the duty

  Scenario: 午休两小时则结束服务 two hours without a shift: he closes the service
    When "S01" taps at "11:55"
    Then nobody holds the duty
    When the time is "12:30"
    Then there is no record "handover.due"
    And no notice about "missed-handover" is sent
    When "S02" taps at "13:50"
    Then "S02" holds the duty
    And there is no record "handover.confirmed"

  Scenario: 午间须留人的岗位 a house in which two hours are no pause has it handed over
    Given the policy pack "duty-hotline" with:
      | parameter     | value |
      | serviceGapMin | 120   |
    When "S01" taps at "11:55"
    Then the signal is "waiting-for-second"
    When the time is "12:06"
    Then "S01" holds the duty
    And a notice about "late-handover" reaches "S09" by "12:06"
