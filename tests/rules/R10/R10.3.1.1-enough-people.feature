@R10.3.1.1
Feature: R10.3.1.1 每班有足够人员
  A shift with fewer people than the house wants is told of while there is time to find somebody.

  Background:
    Given the policy pack "hotline-duty"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | A1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S05  | S09        |
      | B1 | 2026-03-02 13:00 | 2026-03-02 18:00 | S02    |      | S09        |
      | A2 | 2026-03-03 08:00 | 2026-03-03 13:00 | S01    |      | S09        |
    And the time is "2026-03-02 12:20"
    And "S01" holds the duty

  Scenario: 人员足够不提示 one is enough where nothing else is said
    When the time is "12:40"
    Then no notice about "headcount" is sent

  Scenario: 每班两人的单位 a house that wants two is warned of the shifts with one
    Given the policy pack "hotline-duty" with:
      | parameter | value |
      | headcount | 2     |
    Then the roster warns of "headcount" for "hotline" on "2026-03-03"
    And a notice about "headcount" reaches "S09" by "12:30"

  Scenario: 批假后人员不足 a leave that is allowed leaves nobody, and that is told
    When "S02" requests leave for shift "B1" with "ill" at "12:25"
    And the time is "12:36"
    Then no notice about "headcount" is sent
    When "S09" approves the leave of "S02" for shift "B1"
    Then a notice about "headcount" reaches "S09" by "12:37"
    And the roster warns of "headcount" for "hotline" on "2026-03-02"
