@R14.3.3
Feature: R14.3.3 填写交班工作日表;重要事情向领导汇报
  The daily sheet is filled in; what matters is told to the supervisor when it is written.

  Background:
    Given the policy pack "community"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 未填写工作日表不得交接 the daily sheet is required
    When "S01" writes "Mrs Zhao asked for the doctor" under "registrations" at "07:25"
    Then the sheet of shift "N1" is incomplete
    When "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    When "S01" writes "14 calls, 2 visits" under "daily sheet" at "07:53"
    Then the sheet of shift "N1" is complete
    When "S01" taps at "07:54"
    Then the signal is "waiting-for-second"

  Scenario: 重要事情当即汇报 what matters is told at once, to the supervisor of the shift
    When "S01" writes "lift 3 stands still with two people" under "major events" at "07:30"
    Then a notice about "major-event" reaches "S09" by "07:31"
    And no notice about "major-event" reaches "S10"

  Scenario: 一般事项不汇报 what does not is only handed over
    When "S01" writes "bulb on floor 2 is gone" under "registrations" at "07:30"
    And the time is "07:40"
    Then no notice about "major-event" is sent
